// A clock that stands still until told.

import type { Clock } from "../../../server/clock.ts"

export class TestClock implements Clock {
  #now = 0
  #tasks: { at: number; task: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { at: this.#now + delayMs, task }
    this.#tasks.push(entry)
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry)
    }
  }

  /** Lets time pass and runs what falls due, in order. */
  advance(byMs: number): void {
    const until = this.#now + byMs
    for (;;) {
      const next = this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#tasks = this.#tasks.filter((entry) => entry !== next)
      this.#now = next.at
      next.task()
    }
    this.#now = until
  }
}
