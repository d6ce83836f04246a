// What a host changes at the service while nobody is in: settings, the link, or that the meeting is there at all. While
// people are in, settings and link are changed by the group's own commits, since its context names the record.

import { isEqual } from "../bytes/bytes.ts"
import { signWith } from "../bytes/statement.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Change } from "../delivery/digests.ts"
import { formatMeetingLink, type MeetingLink } from "../links/link.ts"
import type { RecordSettings } from "../password/record.ts"
import type { SigningKey } from "../vault/vault.ts"
import { atService, type Errand, type ErrandParts, proveLink } from "./at-service.ts"
import { MeetingsError } from "./errors.ts"

/** A meeting and who is host of it. */
export interface HostedMeeting {
  readonly link: MeetingLink
  readonly hostKey: SigningKey
  /** The one that the link asks for, else null. */
  readonly passphrase: string | null
}

/** How the meeting begins, as its record says. */
export async function readSettings(hosted: HostedMeeting, parts: ErrandParts): Promise<RecordSettings> {
  return atService(hosted.link, parts, async (errand) => (await openOwn(hosted, errand)).opened.record.settings)
}

/** Throws MeetingsError `occupied`, `not-the-host`, and what `proveLink` throws. */
export async function changeSettings(
  hosted: HostedMeeting,
  settings: RecordSettings,
  parts: ErrandParts,
): Promise<void> {
  await atService(hosted.link, parts, async (errand) => {
    await openEmpty(hosted, errand)
    const hostPrivateKey = hosted.hostKey.privateKey
    const sealedRecord = await errand.passwords.changeRecord({ settings, hostPrivateKey })
    await sendChange(hosted, { change: "settings", sealedRecord }, errand)
  })
}

/**
 * Gives the meeting another id, password and passphrase (null: none), under the same host key: the new link. The old one
 * is unknown to the service from then on. `onPrepared` gets it before the service does, which may take it and not say so.
 * Throws as `changeSettings`.
 */
export async function rotateLink(
  hosted: HostedMeeting,
  nextPassphrase: string | null,
  parts: ErrandParts,
  onPrepared: (link: string) => Promise<void>,
): Promise<string> {
  return atService(hosted.link, parts, async (errand) => {
    const { name, settings } = (await openEmpty(hosted, errand)).opened.record
    const { publicKey, privateKey } = hosted.hostKey
    const kept = await errand.passwords.prepareMeeting({
      name,
      settings,
      passphrase: nextPassphrase,
      hostKey: publicKey,
      hostPrivateKey: privateKey,
    })
    const { meeting, password } = kept
    const { origin } = hosted.link
    const link = formatMeetingLink({ origin, meeting, password, asksPassphrase: nextPassphrase !== null })
    await onPrepared(link)
    await sendChange(hosted, { change: "rotate", meeting, kept }, errand)
    return link
  })
}

/** Whether the service has a meeting under this link and passphrase. */
export async function isKnownThere(link: MeetingLink, passphrase: string | null, parts: ErrandParts): Promise<boolean> {
  try {
    await atService(link, parts, (errand) => proveLink(link, passphrase, errand))
    return true
  } catch (error) {
    if (error instanceof DeliveryError && error.fault === "not-proven") return false
    throw error
  }
}

/** Deletes what the service keeps; the host key is enough, people who are in stay until they leave. */
export async function deleteAtService(hosted: Omit<HostedMeeting, "passphrase">, parts: ErrandParts): Promise<void> {
  await atService(hosted.link, parts, (errand) => sendChange(hosted, { change: "delete" }, errand))
}

async function sendChange(
  { link, hostKey }: Pick<HostedMeeting, "link" | "hostKey">,
  change: Change,
  { client }: Pick<Errand, "client">,
): Promise<void> {
  await client.hello(link.meeting)
  await client.change(change, signWith(hostKey.privateKey))
}

async function openOwn({ link, hostKey, passphrase }: HostedMeeting, errand: Errand) {
  const proven = await proveLink(link, passphrase, errand)
  if (isEqual(proven.opened.record.hostKey, hostKey.publicKey)) return proven
  throw new MeetingsError("not-the-host", "the meeting's record names another host key")
}

async function openEmpty(hosted: HostedMeeting, errand: Errand) {
  const own = await openOwn(hosted, errand)
  if (own.proven.group === null) return own
  throw new MeetingsError("occupied", "somebody is in the meeting")
}
