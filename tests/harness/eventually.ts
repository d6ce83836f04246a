// Waiting for something that nothing tells of, in tests and in programs alike (vitest's own `waitFor` works in tests only).

import { setTimeout as wait } from "node:timers/promises"

interface Patience {
  readonly timeout: number
  readonly interval: number
}

const WAIT: Patience = { timeout: 40_000, interval: 10 }

/** Calls `check` until it no longer throws, and gives its result; throws its last error when the time is over. */
export async function eventually<T>(check: () => T | Promise<T>, { timeout, interval }: Patience = WAIT): Promise<T> {
  const deadline = performance.now() + timeout
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await check()
    } catch (error) {
      if (performance.now() >= deadline) throw error
    }
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(interval)
  }
}
