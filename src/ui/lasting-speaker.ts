// One of several who speak, by name, without flicker: while people pause, and while somebody's hand is on the way to it.

import type { Clock } from "../media/clock.ts"

/** So long somebody stays after their last word. */
export const LASTS_MS = 3000

export class LastingSpeaker {
  readonly #clock: Pick<Clock, "after">
  readonly #onSpeaker: (id: string | null) => void
  #speaking: readonly string[] = []
  #speaker: string | null = null
  #cancel: (() => void) | null = null

  /** `onSpeaker` is told of each change: the same person until silent for a while, and only then another, or nobody. */
  constructor(clock: Pick<Clock, "after">, onSpeaker: (id: string | null) => void) {
    this.#clock = clock
    this.#onSpeaker = onSpeaker
  }

  /** All who speak now, by id. */
  handleSpeaking(speaking: readonly string[]): void {
    this.#speaking = speaking
    if (this.#speaker === null) this.#choose()
    else if (speaking.includes(this.#speaker)) this.close()
    else this.#cancel ??= this.#clock.after(LASTS_MS, () => this.#choose())
  }

  /** Nothing changes any more until somebody speaks. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #choose(): void {
    this.#cancel = null
    const [next = null] = this.#speaking
    if (next === this.#speaker) return
    this.#speaker = next
    this.#onSpeaker(next)
  }
}
