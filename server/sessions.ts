// All meetings with somebody in them or at their door, found by meeting, by group and by room.

import { toHex } from "../src/bytes/bytes.ts"
import type { LiveGroup } from "./group.ts"
import { MeetingSession, type SessionParts } from "./meeting-session.ts"
import type { MeetingStore } from "./meeting-store.ts"

export class Sessions {
  readonly #parts: Omit<SessionParts, "meeting" | "onGroup">
  readonly #store: MeetingStore
  readonly #byMeeting = new Map<string, MeetingSession>()
  readonly #byGroup = new Map<string, MeetingSession>()
  /** Writes of one after the other, so that a group's end is not overtaken by its beginning. */
  #writes: Promise<void> = Promise.resolve()

  constructor(parts: Omit<SessionParts, "meeting" | "onGroup">, store: MeetingStore) {
    this.#parts = parts
    this.#store = store
  }

  get(meeting: string): MeetingSession | null {
    return this.#byMeeting.get(meeting) ?? null
  }

  getOrMake(meeting: string): MeetingSession {
    const existing = this.#byMeeting.get(meeting)
    if (existing) return existing
    const made = new MeetingSession({ ...this.#parts, meeting, onGroup: (session) => this.#handleGroup(session) })
    this.#byMeeting.set(meeting, made)
    return made
  }

  ofGroup(groupId: Uint8Array): { readonly session: MeetingSession; readonly group: LiveGroup } | null {
    const session = this.#byGroup.get(toHex(groupId))
    return session?.group ? { session, group: session.group } : null
  }

  ofRoom(room: string): MeetingSession | null {
    return this.#byMeeting.values().find((session) => session.room === room) ?? null
  }

  /** Forgets a session that nobody is in or waits for. */
  dropIfIdle(session: MeetingSession): void {
    if (session.isIdle && this.#byMeeting.get(session.meeting) === session) this.#byMeeting.delete(session.meeting)
  }

  /** Ends every session's timers and waits for the last write. */
  async close(): Promise<void> {
    for (const session of this.#byMeeting.values()) session.close()
    await this.#writes
  }

  #handleGroup(session: MeetingSession): void {
    const { meeting, room, group } = session
    for (const [groupId, holder] of this.#byGroup) if (holder === session) this.#byGroup.delete(groupId)
    if (group) this.#byGroup.set(toHex(group.current.groupId), session)
    else this.dropIfIdle(session)
    const { log } = this.#parts
    log({ event: group ? "group-founded" : "group-forgotten", groups: this.#byGroup.size })
    this.#writes = this.#writes
      .then(() =>
        group
          ? this.#store.keepGroup(meeting, { groupId: group.current.groupId, room })
          : this.#store.forgetGroup(meeting),
      )
      .catch(() => log({ event: "failure", where: "store", kind: "write" }))
  }
}
