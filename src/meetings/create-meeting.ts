// A new meeting: its host key is made here, its id and password from that, and its service keeps what opens to nobody.

import { signWith } from "../bytes/statement.ts"
import { formatMeetingLink } from "../links/link.ts"
import type { RecordSettings } from "../password/record.ts"
import type { Vault } from "../vault/vault.ts"
import { atService, type ErrandParts } from "./at-service.ts"
import { StoredMeetings } from "./stored-meetings.ts"
import type { StoredMeeting } from "./stored-meeting.ts"

export interface CreationParts extends ErrandParts {
  readonly vault: Pick<Vault, "hostKeys" | "sealed">
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
}

export interface WantedMeeting extends Pick<StoredMeeting, "name" | "kind" | "schedule"> {
  /** Of the server. */
  readonly origin: string
  readonly settings: RecordSettings
  /** Not kept anywhere: whoever joins types it. */
  readonly passphrase: string | null
}

/** How a meeting begins unless its host says otherwise. */
export const OPEN_TO_ALL: RecordSettings = { admission: "open", mayShare: "everyone", mayChat: "everyone" }

/** Makes a meeting at its service and keeps it here. Throws DeliveryError, PasswordError; nothing is kept then. */
export async function createMeeting(wanted: WantedMeeting, parts: CreationParts): Promise<StoredMeeting> {
  const { origin, name, kind, schedule, settings, passphrase } = wanted
  const { vault, wallClock } = parts
  const hostKey = await vault.hostKeys.create()
  try {
    const link = await atService({ origin, host: new URL(origin).host }, parts, async ({ client, passwords }) => {
      const prepared = await passwords.prepareMeeting({
        name,
        settings,
        passphrase,
        hostKey: hostKey.publicKey,
        hostPrivateKey: hostKey.privateKey,
      })
      const { meeting, password } = prepared
      await client.hello(meeting)
      await client.create(prepared, signWith(hostKey.privateKey))
      return formatMeetingLink({ origin, meeting, password, asksPassphrase: passphrase !== null })
    })
    const createdAt = wallClock()
    const made = {
      link,
      name,
      hostKey: hostKey.publicKey,
      kind,
      schedule,
      createdAt,
      linkedAt: createdAt,
      usedAt: null,
      nextLink: null,
    }
    await new StoredMeetings(vault).put(made)
    return made
  } catch (error) {
    await vault.hostKeys.delete(hostKey.publicKey)
    throw error
  }
}
