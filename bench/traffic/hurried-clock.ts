// The system's clock, on which what is due in minutes can be made due at once, and nothing else: a member renews its keys
// when it is told to.

import { type Clock, systemClock } from "../../src/media/clock.ts"

/** Healing is the only thing that anybody waits for so long. */
const LONG_MS = 2 * 60_000

export class HurriedClock implements Clock {
  readonly #long = new Set<() => void>()

  now(): number {
    return systemClock.now()
  }

  after(delayMs: number, action: () => void): () => void {
    if (delayMs < LONG_MS) return systemClock.after(delayMs, action)
    this.#long.add(action)
    return () => this.#long.delete(action)
  }

  /** Does all that is due in more than two minutes, also what that puts off as long; throws RangeError where nothing is. */
  hurry(): void {
    if (this.#long.size === 0) throw new RangeError("nothing is due so late")
    for (const action of this.#long) {
      this.#long.delete(action)
      action() // what it plans is the last of the set, and comes next
    }
  }
}
