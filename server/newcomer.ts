// Somebody who proved the password and waits to come in: the queue, its turn, and a turn that outlives stale commits.

import type { Answer } from "./conversation.ts"
import type { ServiceFault } from "./errors.ts"
import type { Gathering } from "./gathering.ts"
import { admissionWith, isFullFor, type Warrant } from "./group-policy.ts"
import { type Joiner, LEASE_MS } from "./join-queue.ts"
import type { MeetingSession } from "./meeting-session.ts"
import type { RoomGrant } from "./tokens.ts"

/** How often members' commits may overtake one newcomer's before its turn is over. */
export const MAX_STALE = 8

export interface NewcomerOptions {
  readonly session: MeetingSession
  readonly identityKey: Uint8Array
  /** The meeting whose password it proved; null for whoever follows to a successor. */
  readonly meeting: string | null
  readonly warrant: Warrant
  readonly precedence: Joiner["precedence"]
  readonly address: string
  readonly grantRoom: (room: string) => Promise<RoomGrant>
  /** Answers the request that it waits by. */
  readonly answer: (reply: Answer) => void
  /** It does not get in; it may try again from the beginning. */
  readonly onTurnedAway: () => void
}

export class Newcomer implements Joiner {
  readonly identityKey: Uint8Array
  readonly session: MeetingSession
  readonly precedence: Joiner["precedence"]
  readonly address: string
  readonly #options: NewcomerOptions
  #gathering: Gathering | null = null
  #staleCount = 0

  constructor(options: NewcomerOptions) {
    this.#options = options
    this.session = options.session
    this.identityKey = options.identityKey
    this.precedence = options.precedence
    this.address = options.address
  }

  /** Whose door it stands or stood at; null before its turn, and where it may found. */
  get gathering(): Gathering | null {
    return this.#gathering
  }

  tellPosition(position: number): void {
    this.#options.answer({ type: "queued", position })
  }

  /** Its turn at a group's door, or to found a group. Never rejects. */
  async handleTurn(gathering: Gathering | null): Promise<void> {
    this.#gathering = gathering
    try {
      await (gathering ? this.#letIn(gathering) : this.#letFound())
    } catch {
      this.#turnAway({ type: "error", fault: "internal" })
    }
  }

  /**
   * Its commit came too late: answers with what it can build the next one from, and its lease starts anew; or with
   * `turn-over`, when it has no turn any more.
   */
  async handleStale(answer: (reply: Answer) => void): Promise<void> {
    const gathering = this.#gathering
    const isItsTurn = gathering?.queue.isHolder(this) === true && this.#staleCount++ < MAX_STALE
    const joinable = gathering && isItsTurn ? await gathering.group.joinInfo.next() : null
    const refusal = gathering && joinable ? await this.#refusalOf(gathering) : null
    if (!joinable || refusal || !gathering?.queue.isHolder(this)) {
      this.session.leaveQueues(this)
      return answer({ type: "error", fault: "turn-over" })
    }
    const { epoch, groupInfo } = joinable
    answer({ type: "stale", epoch, commits: [], groupInfo })
    gathering.queue.startLease(this)
  }

  async #letFound(): Promise<void> {
    if (this.#hasOldLink) return this.#turnAway({ type: "error", fault: "not-proven" })
    const grant = await this.#options.grantRoom(this.session.room.name)
    if (!this.session.founders.isHolder(this)) return
    this.#options.answer({ type: "may-found", ...grant, leaseMs: LEASE_MS })
    this.session.founders.startLease(this)
  }

  // Judged at its turn, when nothing is undecided: the group may have been founded, or locked, while it waited. No token
  // before that.
  async #letIn(gathering: Gathering): Promise<void> {
    const joinable = await gathering.group.joinInfo.next()
    const fault = await this.#refusalOf(gathering)
    if (!joinable || !gathering.queue.isHolder(this)) return // its place is another one by now, or it went
    if (fault) return this.#turnAway(fault === "must-ask" ? { type: "must-ask" } : { type: "error", fault })
    const grant = await this.#options.grantRoom(this.session.room.name)
    if (!gathering.queue.isHolder(this)) return
    this.#options.answer({ type: "may-join", ...grant, leaseMs: LEASE_MS, groupInfo: joinable.groupInfo })
    gathering.queue.startLease(this)
  }

  async #refusalOf({ group }: Gathering): Promise<ServiceFault | "must-ask" | null> {
    if (this.#hasOldLink) return "not-proven"
    const admission = await admissionWith(group.current, this.identityKey, this.#options.warrant)
    if (admission === "open") return isFullFor(group.current, this.identityKey) ? "group-full" : null
    return admission === "locked" ? "locked" : "must-ask"
  }

  /** The link was rotated while it waited. */
  get #hasOldLink(): boolean {
    const { meeting } = this.#options
    return meeting !== null && meeting !== this.session.meeting
  }

  #turnAway(reply: Answer): void {
    this.session.leaveQueues(this)
    this.#options.onTurnedAway()
    this.#options.answer(reply)
  }
}
