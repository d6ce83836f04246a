// The clients' own time, until it is stopped: what nobody waits for goes on.

import { type Clock, systemClock } from "../../src/media/clock.ts"

export class StoppableClock implements Clock {
  #stoppedAtMs: number | null = null

  now(): number {
    return this.#stoppedAtMs ?? systemClock.now()
  }

  after(delayMs: number, action: () => void): () => void {
    if (this.#stoppedAtMs !== null) return () => undefined
    return systemClock.after(delayMs, () => {
      if (this.#stoppedAtMs === null) action()
    })
  }

  /** Nothing falls due from now on. */
  stop(): void {
    this.#stoppedAtMs = systemClock.now()
  }
}
