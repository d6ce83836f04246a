// Waiting times that differ from client to client, so that those who wait for one thing do not all act at once.

/** A number from 0 to 1, 1 excluded, as `Math.random` gives it; nothing secret depends on it. */
export type Random = () => number

/** This time ± 20 %. */
export function around(ms: number, random: Random): number {
  return ms * (0.8 + 0.4 * random())
}

const RETRY_MS = [250, 500, 1000] as const

/**
 * The times between tries to reach a service: 250, 500, then every 1000 ms, each up to a quarter shorter.
 *
 * Never longer: a service that was restarted must have its members back before newcomers give up.
 */
export class Backoff {
  readonly #random: Random
  #tries = 0

  constructor(random: Random) {
    this.#random = random
  }

  nextMs(): number {
    const longest = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)] ?? 0
    return longest * (0.75 + 0.25 * this.#random())
  }

  /** The last try got through. */
  reset(): void {
    this.#tries = 0
  }
}
