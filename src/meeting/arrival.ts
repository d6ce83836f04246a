// Before the click: prove the password, open the record, know who we are. Nobody is told that we are here, and nothing is
// reserved for us (docs/protocol.md, "before the click").

import { DeliveryClient } from "../delivery/delivery-client.ts"
import type { Reply } from "../delivery/messages.ts"
import { type MeetingLink, socketAddress } from "../links/link.ts"
import { proveLink } from "../meetings/at-service.ts"
import type { Expectation } from "../mls/meeting-context.ts"
import type { OpenedMeeting } from "../password/link-session.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SigningKey } from "../vault/vault.ts"
import type { VisitParts } from "./parts.ts"
import { GroupMemory } from "./group-memory.ts"
import { ServiceLink } from "./service-link.ts"

export interface Arrival {
  readonly link: MeetingLink
  readonly service: ServiceLink
  readonly proven: Reply<"proven">
  readonly opened: OpenedMeeting
  readonly identity: SigningKey
  /** Whether a lasting identity vouches for it, as things stand. */
  readonly isLasting: boolean
  /** What was kept of the meeting's group, should we have been in it. */
  readonly memory: GroupMemory
  /** The meeting's host key, where it was made in this browser. */
  readonly hostKey: SigningKey | null
}

/** Opens the socket of a link's service; it ends with the signal. */
export function reachService(link: MeetingLink, parts: VisitParts, abortSignal: AbortSignal): ServiceLink {
  return new ServiceLink({
    clock: parts.clock,
    random: parts.random,
    connect: (events) =>
      new DeliveryClient(parts.openSocket(socketAddress(link)), { host: link.host, abortSignal, ...events }),
  })
}

/** Throws DeliveryError, PasswordError (`not-proven` where link or passphrase is wrong, and those of the record). */
export async function arrive(
  link: MeetingLink,
  passphrase: string | null,
  service: ServiceLink,
  passwords: PasswordWorker,
  parts: VisitParts,
): Promise<Arrival> {
  const { proven, opened } = await proveLink(link, passphrase, { client: service.client, passwords })
  const [identity, lasting, hostKey] = await Promise.all([
    parts.vault.identity(link.meeting),
    parts.vault.lasting.get(),
    parts.vault.hostKeys.get(opened.record.hostKey),
  ])
  const memory = await GroupMemory.open(parts, link.meeting, identity.publicKey)
  return { link, service, proven, opened, identity, isLasting: lasting !== null, memory, hostKey }
}

/** What the group's context must say for it to be this meeting's. */
export function expectationOf({ link, proven, opened }: Arrival): Expectation {
  const { hostKey, settings } = opened.record
  const { pskId, recordDigest } = opened
  return { meeting: link.meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
}
