// Before the click: prove the password, open the record, know who we are. Nobody is told that we are here, and nothing is
// reserved for us (docs/protocol.md, "before the click").

import { signWith } from "../bytes/statement.ts"
import { DeliveryClient } from "../delivery/delivery-client.ts"
import type { Reply } from "../delivery/messages.ts"
import { formatMeetingLink, type MeetingLink, socketAddress } from "../links/link.ts"
import type { Expectation } from "../mls/meeting-context.ts"
import type { OpenedMeeting } from "../password/link-session.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SigningKey } from "../vault/vault.ts"
import type { VisitParts } from "./parts.ts"
import { ServiceLink } from "./service-link.ts"

export interface Arrival {
  readonly link: MeetingLink
  readonly service: ServiceLink
  readonly proven: Reply<"proven">
  readonly opened: OpenedMeeting
  readonly identity: SigningKey
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
  const { meeting, password } = link
  const [challenge] = await Promise.all([
    service.client.hello(meeting),
    passwords.openLink({ meeting, password, passphrase }),
  ])
  const proven = await service.client.prove(await passwords.prove(challenge))
  const [opened, identity] = await Promise.all([passwords.openRecord(proven), parts.vault.identity(meeting)])
  const hostKey = await parts.vault.hostKeys.get(opened.record.hostKey)
  return { link, service, proven, opened, identity, hostKey }
}

/** What the group's context must say for it to be this meeting's. */
export function expectationOf({ link, proven, opened }: Arrival): Expectation {
  const { hostKey, settings } = opened.record
  const { pskId, recordDigest } = opened
  return { meeting: link.meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
}

/** Makes a meeting on a server and gives its link; the host key stays in the vault. Throws DeliveryError. */
export async function createMeeting(
  { origin, name }: { readonly origin: string; readonly name: string },
  passwords: PasswordWorker,
  parts: VisitParts,
  abortSignal: AbortSignal,
): Promise<string> {
  const hostKey = await parts.vault.hostKeys.create()
  const prepared = await passwords.prepareMeeting({
    name,
    settings: { admission: "open", mayShare: "everyone", mayChat: "everyone" },
    passphrase: null,
    hostKey: hostKey.publicKey,
    hostPrivateKey: hostKey.privateKey,
  })
  const { meeting, password } = prepared
  const link = { origin, host: new URL(origin).host, meeting, password, asksPassphrase: false }
  const service = reachService(link, parts, abortSignal)
  try {
    await service.client.hello(meeting)
    await service.client.create(prepared, signWith(hostKey.privateKey))
  } finally {
    service.close()
  }
  return formatMeetingLink(link)
}
