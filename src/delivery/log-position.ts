// A member's place in the group's log.

import { DeliveryError } from "./errors.ts"

/** Counts log numbers: the first one seen is the start, each further one must follow. */
export class LogPosition {
  #last: number | null

  constructor(last: number | null = null) {
    this.#last = last
  }

  /** The number of the last entry seen, or null. */
  get last(): number | null {
    return this.#last
  }

  /** Throws DeliveryError `gap`. */
  advance(log: number): void {
    if (this.#last !== null && log !== this.#last + 1) {
      throw new DeliveryError("gap", `"log" must be ${this.#last + 1}, got ${log}`)
    }
    this.#last = log
  }
}
