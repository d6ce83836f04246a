// The system's clock, which also jumps ahead when it is told to: whatever falls due on the way happens at once.

import { type Clock, systemClock } from "../../server/clock.ts"

interface Planned {
  readonly atMs: number
  readonly task: () => void
  cancel: () => void
}

export class JumpingClock implements Clock {
  readonly #planned = new Set<Planned>()
  #aheadMs = 0

  now(): number {
    return systemClock.now() + this.#aheadMs
  }

  after(delayMs: number, task: () => void): () => void {
    const planned: Planned = { atMs: this.now() + delayMs, task, cancel: () => undefined }
    this.#planned.add(planned)
    this.#arm(planned)
    return () => {
      this.#planned.delete(planned)
      planned.cancel()
    }
  }

  /** Tasks that fall due run in a moment, each once, however far the jump. */
  jump(byMs: number): void {
    this.#aheadMs += byMs
    for (const planned of this.#planned) {
      planned.cancel()
      this.#arm(planned)
    }
  }

  #arm(planned: Planned): void {
    planned.cancel = systemClock.after(Math.max(0, planned.atMs - this.now()), () => {
      this.#planned.delete(planned)
      planned.task()
    })
  }
}
