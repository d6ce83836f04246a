// The order of those who come in: one lease at a time, so that they do not make each other's commits stale. It holds up
// no member's commit.

import type { Clock } from "./clock.ts"

export const LEASE_MS = 2000

/** Somebody at the door. */
export interface Joiner {
  /** 0 is next. */
  tellPosition(position: number): void
  /** Its turn: hand out what it needs. */
  grantLease(): void
}

export class JoinQueue {
  readonly #clock: Clock
  readonly #isOpen: () => boolean
  #waiting: Joiner[] = []
  #holder: { readonly joiner: Joiner; readonly cancel: () => void } | null = null

  /** `isOpen` says whether a newcomer can be let in now; call `advance` when that may have changed. */
  constructor(clock: Clock, isOpen: () => boolean) {
    this.#clock = clock
    this.#isOpen = isOpen
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#holder === null
  }

  add(joiner: Joiner): void {
    this.#waiting.push(joiner)
    this.advance()
    const position = this.#waiting.indexOf(joiner)
    if (position >= 0) joiner.tellPosition(position)
  }

  /** The joiner came in, failed or went away; the next one's turn. */
  remove(joiner: Joiner): void {
    const wasWaiting = this.#waiting.includes(joiner)
    this.#waiting = this.#waiting.filter((candidate) => candidate !== joiner)
    if (this.#holder?.joiner === joiner) {
      this.#holder.cancel()
      this.#holder = null
    }
    this.advance()
    if (wasWaiting) this.#tellPositions()
  }

  /** Gives the lease to the first in the queue when it is free and the door is open. */
  advance(): void {
    if (this.#holder || !this.#isOpen()) return
    const joiner = this.#waiting.shift()
    if (!joiner) return
    const cancel = this.#clock.after(LEASE_MS, () => this.remove(joiner))
    this.#holder = { joiner, cancel }
    joiner.grantLease()
    this.#tellPositions()
  }

  /** Nobody waits or holds any more. */
  clear(): void {
    this.#holder?.cancel()
    this.#holder = null
    this.#waiting = []
  }

  #tellPositions(): void {
    for (const [position, joiner] of this.#waiting.entries()) joiner.tellPosition(position)
  }
}
