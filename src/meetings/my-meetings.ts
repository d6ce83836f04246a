// The owner's meetings, all that can be done with them outside of a meeting.

import type { RecordSettings } from "../password/record.ts"
import type { Vault } from "../vault/vault.ts"
import {
  changeSettings,
  deleteAtService,
  type HostedMeeting,
  isKnownThere,
  readSettings,
  rotateLink,
} from "./change-meeting.ts"
import { type CreationParts, createMeeting, type WantedMeeting } from "./create-meeting.ts"
import { MeetingsError, meetingsFaultOf } from "./errors.ts"
import { exportMeetings, importMeetings, type Imported } from "./moving.ts"
import { linkOf, type StoredMeeting } from "./stored-meeting.ts"
import { StoredMeetings } from "./stored-meetings.ts"

export interface MyMeetingsParts extends Omit<CreationParts, "vault"> {
  readonly vault: Pick<Vault, "hostKeys" | "sealed" | "forgetIdentity">
  /** Whether this client may ask a service anything: the release's verdict. */
  readonly mayMeet: () => Promise<boolean>
}

/** Of the link as it is, and of the one that follows; null where a link asks for none. */
export interface Passphrases {
  readonly current: string | null
  readonly next: string | null
}

/**
 * Every method throws what `meetingsFaultOf` names. Those that ask a service throw MeetingsError `barred` before they do
 * so, where this client may not meet.
 */
export class MyMeetings {
  readonly #parts: MyMeetingsParts
  readonly #stored: StoredMeetings

  constructor(parts: MyMeetingsParts) {
    this.#parts = parts
    this.#stored = new StoredMeetings(parts.vault)
  }

  list(): Promise<readonly StoredMeeting[]> {
    return this.#stored.list()
  }

  /** Throws MeetingsError `room-exists` for a second personal room on a server. */
  async create(wanted: WantedMeeting): Promise<StoredMeeting> {
    if (wanted.kind === "personal" && (await this.#stored.personalRoom(wanted.origin))) {
      throw new MeetingsError("room-exists", "there is a personal room on this server")
    }
    await this.#requireLeave()
    return createMeeting(wanted, this.#parts)
  }

  /** Changes the own word for it; what guests read stays. */
  async rename(meeting: StoredMeeting, name: string): Promise<void> {
    await this.#stored.put({ ...meeting, name })
  }

  async readSettings(meeting: StoredMeeting, passphrase: string | null): Promise<RecordSettings> {
    return readSettings(await this.#hosted(meeting, passphrase), this.#parts)
  }

  async changeSettings(meeting: StoredMeeting, passphrase: string | null, settings: RecordSettings): Promise<void> {
    await changeSettings(await this.#hosted(meeting, passphrase), settings, this.#parts)
  }

  /** Another link in place of this one; `next` is its passphrase, or null for none. */
  async rotate(meeting: StoredMeeting, passphrases: Passphrases): Promise<string> {
    const { hostKey } = meeting
    const hosted = await this.#hosted(meeting, passphrases.current)
    try {
      const link = await rotateLink(hosted, passphrases.next, this.#parts, (prepared) =>
        this.#stored.expectLink(hostKey, prepared),
      )
      await this.#stored.replaceLink(hostKey, link, this.#parts.wallClock())
      return link
    } catch (error) {
      // Whoever got no answer does not know which link it is; whoever was refused does.
      if (meetingsFaultOf(error) !== "unreachable") await this.#stored.expectLink(hostKey, null)
      throw error
    }
  }

  /** Finds out at the service which link it is, after a rotation without an answer. */
  async settleLink(meeting: StoredMeeting, { current, next }: Passphrases): Promise<"old" | "new"> {
    const { hostKey, link, nextLink } = meeting
    await this.#requireLeave()
    if (nextLink !== null && (await isKnownThere(linkOf({ link: nextLink }), next, this.#parts))) {
      await this.#stored.replaceLink(hostKey, nextLink, this.#parts.wallClock())
      return "new"
    }
    if (await isKnownThere(linkOf({ link }), current, this.#parts)) {
      await this.#stored.expectLink(hostKey, null)
      return "old"
    }
    throw new MeetingsError("unknown-there", "the service knows neither link")
  }

  /** At its service, then here. */
  async delete(meeting: StoredMeeting): Promise<void> {
    await deleteAtService(await this.#hosted(meeting, null), this.#parts)
    await this.forget(meeting)
  }

  /** Here alone, host key included: nobody is host of it any more but who imported it elsewhere. */
  async forget(meeting: StoredMeeting): Promise<void> {
    await this.#stored.forget(meeting.hostKey)
    await this.#parts.vault.hostKeys.delete(meeting.hostKey)
    await this.#parts.vault.forgetIdentity(linkOf(meeting).meeting)
  }

  /** A file of these meetings, which the passphrase closes. */
  export(meetings: readonly StoredMeeting[], passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
    return exportMeetings(meetings, passphrase, this.#parts)
  }

  import(file: Uint8Array, passphrase: string): Promise<readonly Imported[]> {
    return importMeetings(file, passphrase, this.#parts)
  }

  async #requireLeave(): Promise<void> {
    if (!(await this.#parts.mayMeet())) throw new MeetingsError("barred", "this client may not meet")
  }

  async #hosted(meeting: StoredMeeting, passphrase: string | null): Promise<HostedMeeting> {
    await this.#requireLeave()
    const hostKey = await this.#parts.vault.hostKeys.get(meeting.hostKey)
    if (!hostKey) throw new MeetingsError("not-the-host", "the host key is not in this browser")
    return { link: linkOf(meeting), hostKey, passphrase }
  }
}
