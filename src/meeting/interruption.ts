// When a break of the way to the service is worth saying: media does not go through it, so most end unnoticed.

import type { Clock } from "../media/clock.ts"

export const UNNOTICED_MS = 2000

export class Interruption {
  readonly #clock: Clock
  readonly #onChange: () => void
  #state: "connected" | "reconnecting" = "connected"
  #shown: "connected" | "reconnecting" = "connected"
  #cancel: () => void = () => undefined

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** What people are told. */
  get shown(): "connected" | "reconnecting" {
    return this.#shown
  }

  handleConnection(state: "connected" | "reconnecting"): void {
    if (state === this.#state) return
    this.#state = state
    this.#cancel()
    if (state === "reconnecting") this.#cancel = this.#clock.after(UNNOTICED_MS, () => this.#show(state))
    else if (this.#shown !== state) this.#show(state)
  }

  close(): void {
    this.#cancel()
  }

  #show(state: "connected" | "reconnecting"): void {
    this.#shown = state
    this.#onChange()
  }
}
