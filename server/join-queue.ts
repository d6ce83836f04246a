// The order of those who come in: one turn at a time, so that they do not make each other's commits stale. It holds up
// no member's commit.

import type { Clock } from "./clock.ts"
import { type Waiter, WaitingLine } from "./waiting-line.ts"

export const LEASE_MS = 2000

/** Somebody at the door. */
export interface Joiner extends Waiter {
  /** 0 is next. */
  tellPosition(position: number): void
}

export interface JoinQueueOptions<J extends Joiner> {
  readonly clock: Clock
  /** Whether a newcomer can be let in now; call `advance` when that may have changed. */
  readonly isOpen: () => boolean
  /** It is this one's turn; once it was told, `startLease` should follow. */
  readonly onTurn: (joiner: J) => void
}

export class JoinQueue<J extends Joiner> {
  readonly #options: JoinQueueOptions<J>
  readonly #line = new WaitingLine<J>()
  #holder: J | null = null
  /** Whether the holder's lease began, so that it knows of its turn. */
  #isTold = false
  #cancelLease: () => void = () => {}

  constructor(options: JoinQueueOptions<J>) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return this.#line.waiters.length === 0 && this.#holder === null
  }

  /** Whether it is this one's turn. */
  isHolder(joiner: J): boolean {
    return this.#holder === joiner
  }

  add(joiner: J): void {
    this.#line.add(joiner)
    this.advance()
    const own = this.#line.waiters.indexOf(joiner)
    if (own >= 0) this.#tellPositions(own)
  }

  /** The turn ends in LEASE_MS, counted from now on. */
  startLease(joiner: J): void {
    if (this.#holder !== joiner) return
    this.#cancelLease()
    this.#isTold = true
    this.#cancelLease = this.#options.clock.after(LEASE_MS, () => this.remove(joiner))
  }

  /** What is waited for now is not the joiner's to speed up: its turn lasts until `startLease` or `remove`. */
  stopLease(joiner: J): void {
    if (this.#holder === joiner) this.#cancelLease()
  }

  /** The joiner came in, failed or went away; the next one's turn. */
  remove(joiner: J): void {
    const wasWaiting = this.#line.waiters.includes(joiner)
    this.#line.remove(joiner)
    if (this.#holder === joiner) {
      this.#cancelLease()
      this.#holder = null
    }
    this.advance()
    if (wasWaiting) this.#tellPositions()
  }

  /** Begins the turn of the first in the queue when nobody has it and the door is open. */
  advance(): void {
    if (this.#holder || !this.#options.isOpen()) return
    const joiner = this.#line.take()
    if (!joiner) return
    this.#holder = joiner
    this.#isTold = false
    this.#options.onTurn(joiner)
    this.#tellPositions()
  }

  /** Ends every turn and wait; gives those who were not told of a turn, for another queue. */
  drain(): readonly J[] {
    this.#cancelLease()
    const { waiters } = this.#line
    const waiting = this.#holder && !this.#isTold ? [this.#holder, ...waiters] : waiters
    this.#holder = null
    this.#line.clear()
    return waiting
  }

  #tellPositions(from = 0): void {
    for (const [position, joiner] of this.#line.waiters.entries()) if (position >= from) joiner.tellPosition(position)
  }
}
