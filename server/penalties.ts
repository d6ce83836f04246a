// What a commit that members took back costs its author: a newcomer its way in, a member a pause.

import { toHex } from "../src/bytes/bytes.ts"
import type { Clock } from "./clock.ts"

/** A member whose commit was taken back hands in no other one for this time. */
export const PAUSE_MS = 10_000
/** So many identities are remembered, the last that came: whoever makes up more may try the first one again. */
export const MAX_BARRED = 1000

export class Penalties {
  readonly #clock: Clock
  readonly #barred = new Set<string>()
  readonly #pausedUntil = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** It does not get in. */
  bar(identityKey: Uint8Array): void {
    this.#barred.add(toHex(identityKey))
    const [oldest] = this.#barred
    if (oldest !== undefined && this.#barred.size > MAX_BARRED) this.#barred.delete(oldest)
  }

  isBarred(identityKey: Uint8Array): boolean {
    return this.#barred.has(toHex(identityKey))
  }

  pause(identityKey: Uint8Array): void {
    const now = this.#clock.now()
    for (const [name, until] of this.#pausedUntil) if (until <= now) this.#pausedUntil.delete(name)
    this.#pausedUntil.set(toHex(identityKey), now + PAUSE_MS)
  }

  isPaused(identityKey: Uint8Array): boolean {
    return (this.#pausedUntil.get(toHex(identityKey)) ?? 0) > this.#clock.now()
  }
}
