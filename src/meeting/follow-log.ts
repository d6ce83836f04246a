// A membership at its service: the log goes to it, breaks of the way are mended for it, and the service hears its end.

import { signWith } from "../bytes/statement.ts"
import { DeliveryError } from "../delivery/errors.ts"
import { MlsError } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { SigningKey } from "../vault/vault.ts"
import type { Membership } from "./membership.ts"
import type { ServiceLink } from "./service-link.ts"

export interface LogListener {
  onConnection(state: "connected" | "reconnecting"): void
  /** What was missed during a break is done. */
  onReplayed(): void
  /** The service does not know our place in the group any more; another one may be had. */
  onDisplaced(): void
  /** The service does not take us back. */
  onLost(): void
}

/** Refusals that concern our place in the group, and not us. */
const DISPLACED: readonly string[] = ["log-too-old", "forked", "unknown-group", "not-a-member"]

/** From now on pushes go to this membership, of this identity. */
export function followLog(
  membership: Pick<Membership, "state" | "finalEpoch" | "evidence" | "handlePush" | "handleReplayed" | "settled">,
  { identity, service }: { readonly identity: SigningKey; readonly service: Pick<ServiceLink, "becomeMember"> },
  listener: LogListener,
): void {
  const handleReplayed = async (): Promise<void> => {
    membership.handleReplayed()
    await membership.settled()
    listener.onReplayed()
  }
  service.becomeMember(
    {
      groupId: membership.state.groupId,
      identity: { publicKey: identity.publicKey, sign: signWith(identity.privateKey) },
      finalEpoch: () => membership.finalEpoch,
      evidence: () => membership.evidence(),
    },
    {
      onPush: (push) => membership.handlePush(push),
      onReplayed: () => void handleReplayed(),
      onConnection: (state) => listener.onConnection(state),
      onLost: ({ fault }) => (DISPLACED.includes(fault) ? listener.onDisplaced() : listener.onLost()),
    },
  )
}

/** Leaves, on a broken way as soon as it is mended. What is not said the service notices by our silence. */
export async function sayGoodBye(
  service: Pick<ServiceLink, "returned" | "client">,
  mls: Pick<MlsWorker, "signLeave">,
): Promise<void> {
  try {
    await service.returned()
    const { leafKey, signature } = await mls.signLeave()
    await service.client.leave(leafKey, signature)
  } catch (error) {
    if (!(error instanceof DeliveryError || error instanceof MlsError)) throw error
  }
}
