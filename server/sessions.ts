// All meetings with somebody in them or at their door, found by meeting, by group and by room.

import { toHex } from "../src/bytes/bytes.ts"
import { type PublicGroup, stateDigest } from "./group-policy.ts"
import { MeetingSession, type SessionParts } from "./meeting-session.ts"
import type { MeetingStore } from "./meeting-store.ts"

export class Sessions {
  readonly #parts: Omit<SessionParts, "meeting" | "onGroup" | "keepStates">
  readonly #store: MeetingStore
  readonly #byMeeting = new Map<string, MeetingSession>()
  readonly #byGroup = new Map<string, MeetingSession>()
  /** Writes of one after the other, so that a group's end is not overtaken by its beginning. */
  #writes: Promise<void> = Promise.resolve()

  constructor(parts: Omit<SessionParts, "meeting" | "onGroup" | "keepStates">, store: MeetingStore) {
    this.#parts = parts
    this.#store = store
  }

  /** Expects the members of every group that lived when the service ended. */
  async expectReturns(): Promise<void> {
    for (const former of await this.#store.readGroups()) {
      const { groupId, meeting } = former
      const session = this.getOrMake(meeting)
      session.expectReturn(former)
      this.#byGroup.set(toHex(groupId), session)
    }
  }

  get(meeting: string): MeetingSession | null {
    return this.#byMeeting.get(meeting) ?? null
  }

  getOrMake(meeting: string): MeetingSession {
    const existing = this.#byMeeting.get(meeting)
    if (existing) return existing
    const onGroup: SessionParts["onGroup"] = (session, groupId, event) => this.#handleGroup(session, groupId, event)
    const keepStates: SessionParts["keepStates"] = (groups) => this.#keepStates(groups)
    const made = new MeetingSession({ ...this.#parts, meeting, onGroup, keepStates })
    this.#byMeeting.set(meeting, made)
    return made
  }

  /** A meeting has another link: whoever is in stays in, and whoever came by the old one is turned away. */
  rename(meeting: string, next: string): void {
    const session = this.#byMeeting.get(meeting)
    if (!session) return
    this.#byMeeting.delete(meeting)
    this.#byMeeting.set(next, session)
    session.rename(next)
  }

  /** A meeting was deleted: whoever is in stays in, and its id leads there no more. */
  detach(meeting: string): void {
    this.#byMeeting.delete(meeting)
  }

  ofGroup(groupId: Uint8Array): MeetingSession | null {
    return this.#byGroup.get(toHex(groupId)) ?? null
  }

  ofRoom(room: string): MeetingSession | null {
    return this.#all.values().find((session) => session.room.name === room) ?? null
  }

  /** Forgets a session that nobody is in or waits for. */
  dropIfIdle(session: MeetingSession): void {
    if (session.isIdle && this.#byMeeting.get(session.meeting) === session) this.#byMeeting.delete(session.meeting)
  }

  /** Ends every session's timers and waits for the last write. */
  async close(): Promise<void> {
    for (const session of this.#all) session.close()
    await this.#writes
  }

  // A deleted meeting's is found by its groups alone.
  get #all(): ReadonlySet<MeetingSession> {
    return new Set([...this.#byMeeting.values(), ...this.#byGroup.values()])
  }

  #handleGroup(session: MeetingSession, groupId: Uint8Array, event: "founded" | "recovered" | "forgotten"): void {
    const { meeting } = session
    const room = session.room.name
    if (event === "forgotten") this.#byGroup.delete(toHex(groupId))
    else this.#byGroup.set(toHex(groupId), session)
    this.#parts.log({ event: `group-${event}`, groups: this.#byGroup.size })
    switch (event) {
      case "founded":
        return void this.#write(() => this.#store.keepGroup({ groupId, meeting, room }))
      case "forgotten":
        this.dropIfIdle(session)
        return void this.#write(() => this.#store.forgetGroup(groupId))
      case "recovered": // it is on disk
    }
  }

  async #keepStates(groups: readonly [PublicGroup, ...PublicGroup[]]): Promise<void> {
    const [{ groupId }] = groups
    const states = await Promise.all(groups.map(stateDigest))
    await this.#write(() => this.#store.keepStates(groupId, states))
  }

  #write(write: () => Promise<void>): Promise<void> {
    const fail = () => this.#parts.log({ event: "failure", where: "store", kind: "write" })
    this.#writes = this.#writes.then(write).catch(fail)
    return this.#writes
  }
}
