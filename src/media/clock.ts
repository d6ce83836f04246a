// Time as this folder sees it, passed in so that tests can turn it.

export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Calls `action` once after `delayMs`, unless the returned function was called first. */
  after(delayMs: number, action: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs)
    return () => clearTimeout(timer)
  },
}
