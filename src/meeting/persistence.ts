// Trying again while the way to the service breaks, and only then: a refusal stays a refusal.

import { DeliveryError } from "../delivery/errors.ts"
import type { Clock } from "../media/clock.ts"
import { Backoff, type Random } from "./jitter.ts"
import { isOfTheWay } from "./service-link.ts"

export interface PersistenceOptions {
  readonly clock: Clock
  readonly random: Random
  /** No new attempt begins after this time; Infinity: as long as it takes. */
  readonly patienceMs: number
  readonly abortSignal: AbortSignal
}

/**
 * Resolves with the first attempt that comes through; rejects with what the last one rejected with. An attempt that gets
 * somewhere calls `renew`: should it fail after that, patience begins anew.
 */
export async function persistently<T>(
  attempt: (renew: () => void) => Promise<T>,
  options: PersistenceOptions,
): Promise<T> {
  const { clock, random, patienceMs, abortSignal } = options
  const backoff = new Backoff(random)
  let endMs = clock.now() + patienceMs
  for (;;) {
    const progress = { isMade: false }
    try {
      // oxlint-disable-next-line no-await-in-loop -- attempts follow one another
      return await attempt(() => (progress.isMade = true))
    } catch (error) {
      if (progress.isMade) {
        endMs = clock.now() + patienceMs
        backoff.reset()
      }
      const waitMs = backoff.nextMs()
      const isWorthwhile = error instanceof DeliveryError && isOfTheWay(error) && !abortSignal.aborted
      if (!isWorthwhile || clock.now() + waitMs > endMs) throw error
      // oxlint-disable-next-line no-await-in-loop -- as above
      await new Promise<void>((resolve) => clock.after(waitMs, resolve))
    }
  }
}
