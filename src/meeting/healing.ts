// When we renew our own path: only a member's own commit locks out whoever stole that member's state (design §5).

import type { Clock } from "../media/clock.ts"
import { around, type Random } from "./jitter.ts"

const LEAST_MS = 5 * 60_000
const PER_MEMBER_MS = 10_000
/** When a commit of ours did not come through. */
const AGAIN_MS = 30_000

export interface HealingOptions {
  readonly clock: Clock
  readonly random: Random
  /** The time has come; told again every half a minute until `handleOwnPath`. */
  readonly onDue: () => void
}

/** Counts from our last path on: max(10 s × members, 5 min) ± 20 %. */
export class Healing {
  readonly #options: HealingOptions
  #isDue = false
  #cancel: () => void = () => undefined

  constructor(options: HealingOptions) {
    this.#options = options
  }

  get isDue(): boolean {
    return this.#isDue
  }

  /** A commit of ours with a path is in force: a join, a removal or a heal. */
  handleOwnPath(members: number): void {
    this.#isDue = false
    this.#plan(Math.max(PER_MEMBER_MS * members, LEAST_MS))
  }

  close(): void {
    this.#isDue = false
    this.#cancel()
  }

  #plan(delayMs: number): void {
    const { clock, random, onDue } = this.#options
    this.#cancel()
    this.#cancel = clock.after(around(delayMs, random), () => {
      this.#isDue = true
      this.#plan(AGAIN_MS)
      onDue()
    })
  }
}
