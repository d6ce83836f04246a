// The meetings that this browser keeps, found by their host key: it stays when a link is rotated, and is in one meeting only.

import { toHex } from "../bytes/bytes.ts"
import { formatMeetingLink } from "../links/link.ts"
import type { SealedStore } from "../vault/sealed-store.ts"
import type { Vault } from "../vault/vault.ts"
import { type KeptMeeting, linkOf, type StoredMeeting, storedMeeting } from "./stored-meeting.ts"

export class StoredMeetings {
  readonly #store: SealedStore<StoredMeeting>

  constructor(vault: Pick<Vault, "sealed">) {
    this.#store = vault.sealed("meetings", storedMeeting)
  }

  /** The one used or made last first. Throws VaultError "unreadable". */
  async list(): Promise<readonly StoredMeeting[]> {
    const all = await this.#store.values()
    return all.toSorted((a, b) => lastTime(b) - lastTime(a) || a.name.localeCompare(b.name))
  }

  get(hostKey: Uint8Array): Promise<StoredMeeting | null> {
    return this.#store.get(toHex(hostKey))
  }

  /** The personal room on a server (an origin), of which there is one. */
  async personalRoom(origin: string): Promise<StoredMeeting | null> {
    const all = await this.#store.values()
    return all.find((meeting) => meeting.kind === "personal" && linkOf(meeting).origin === origin) ?? null
  }

  put(meeting: StoredMeeting): Promise<void> {
    return this.#store.put(toHex(meeting.hostKey), meeting)
  }

  forget(hostKey: Uint8Array): Promise<void> {
    return this.#store.delete(toHex(hostKey))
  }

  /** Notes that its owner goes in; `link` in its one spelling. Nothing where the meeting is not kept. */
  async touch(link: string, usedAt: number): Promise<void> {
    const meeting = (await this.#store.values()).find((candidate) => candidate.link === link)
    if (meeting) await this.put({ ...meeting, usedAt })
  }

  /** The meeting has another link from now on; nothing where it is not kept. */
  async replaceLink(hostKey: Uint8Array, link: string, linkedAt: number): Promise<void> {
    const meeting = await this.get(hostKey)
    if (meeting) await this.put({ ...meeting, link: formatMeetingLink(linkOf({ link })), linkedAt, nextLink: null })
  }

  /** Notes the link that the meeting may have soon, or null for none. */
  async expectLink(hostKey: Uint8Array, nextLink: string | null): Promise<void> {
    const meeting = await this.get(hostKey)
    if (meeting) await this.put({ ...meeting, nextLink })
  }

  /**
   * Takes what another browser kept: of a meeting that is kept here too the newer link counts, and the own word for it
   * stays.
   */
  async merge(brought: KeptMeeting): Promise<"added" | "newer-link" | "known"> {
    const kept = await this.get(brought.hostKey)
    if (!kept) {
      await this.put({ ...brought, usedAt: null, nextLink: null })
      return "added"
    }
    if (brought.linkedAt <= kept.linkedAt || brought.link === kept.link) return "known"
    await this.put({ ...kept, link: brought.link, linkedAt: brought.linkedAt })
    return "newer-link"
  }
}

function lastTime({ usedAt, createdAt }: StoredMeeting): number {
  return Math.max(usedAt ?? 0, createdAt)
}
