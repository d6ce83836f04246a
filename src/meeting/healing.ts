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

/**
 * Counts from our last path on: max(10 s × members, 5 min) ± 20 %, by the members that there are when the time has come, so
 * that a group which grew meanwhile renews no more often than one that was as large before.
 */
export class Healing {
  readonly #options: HealingOptions
  #members = 0
  /** How much of the interval is ours: drawn once for each path. */
  #share = 1
  #isDue = false
  #cancel: () => void = () => undefined

  constructor(options: HealingOptions) {
    this.#options = options
  }

  get isDue(): boolean {
    return this.#isDue
  }

  /** So many are in from now on. */
  handleMembers(members: number): void {
    this.#members = members
  }

  /** A commit of ours with a path is in force: a join, a removal or a heal. */
  handleOwnPath(): void {
    const { random } = this.#options
    this.#isDue = false
    this.#share = around(1, random)
    this.#wait(intervalMs(this.#members), this.#members)
  }

  close(): void {
    this.#isDue = false
    this.#cancel()
  }

  /** `members`: for how many the delay was reckoned. */
  #wait(delayMs: number, members: number): void {
    this.#plan(this.#share * delayMs, () => {
      const oweMs = intervalMs(this.#members) - intervalMs(members)
      if (oweMs > 0) this.#wait(oweMs, this.#members)
      else this.#tell()
    })
  }

  #tell(): void {
    const { random, onDue } = this.#options
    this.#isDue = true
    this.#plan(around(AGAIN_MS, random), () => this.#tell())
    onDue()
  }

  #plan(delayMs: number, action: () => void): void {
    this.#cancel()
    this.#cancel = this.#options.clock.after(delayMs, action)
  }
}

function intervalMs(members: number): number {
  return Math.max(PER_MEMBER_MS * members, LEAST_MS)
}
