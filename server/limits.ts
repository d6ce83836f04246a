// How often one address, and everybody together for one meeting, may do what costs the service something.

import type { Clock } from "./clock.ts"
import { ServiceError } from "./errors.ts"
import { UNSENT_BYTES_IN_ALL, UNSENT_BYTES_PER_SOCKET, type UnsentLimits } from "./unsent.ts"

export interface Rate {
  /** How many at once. */
  readonly burst: number
  /** How many a minute after that. */
  readonly perMinute: number
}

export interface Limits extends UnsentLimits {
  /** SRP challenges and proofs; a wrong guess of P succeeds with 2^-131, so this bounds cost, not guessing. */
  readonly srpPerAddress: Rate
  readonly srpPerMeeting: Rate
  readonly createPerAddress: Rate
  /** Questions to one meeting's hosts. */
  readonly asksPerAddress: Rate
  readonly commitsPerPerson: Rate
  /** Of those who are no hosts: nobody keeps a host from speaking. */
  readonly commitsPerMeeting: Rate
  readonly messagesPerSocket: Rate
  readonly socketsPerAddress: number
}

// Fifty people behind one address joining within five seconds must pass.
export const DEFAULT_LIMITS: Limits = {
  srpPerAddress: { burst: 300, perMinute: 300 },
  srpPerMeeting: { burst: 600, perMinute: 600 },
  createPerAddress: { burst: 30, perMinute: 30 },
  asksPerAddress: { burst: 100, perMinute: 60 },
  commitsPerPerson: { burst: 60, perMinute: 60 },
  commitsPerMeeting: { burst: 500, perMinute: 600 },
  messagesPerSocket: { burst: 1000, perMinute: 3000 },
  socketsPerAddress: 300,
  unsentBytesPerSocket: UNSENT_BYTES_PER_SOCKET,
  unsentBytesInAll: UNSENT_BYTES_IN_ALL,
}

/** So many keys of a limit are remembered. */
export const MAX_BUCKETS = 10_000

/** Token buckets by key. Of too many the one is forgotten that was longest not asked: likely a full one, as good as new. */
export class RateLimit {
  readonly #rate: Rate
  readonly #clock: Clock
  readonly #buckets = new Map<string, { tokens: number; at: number }>()

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Takes one; throws ServiceError `too-many`. */
  take(key: string): void {
    const bucket = this.#refilled(key)
    if (bucket.tokens < 1) throw new ServiceError("too-many", "too often")
    bucket.tokens -= 1
    this.#buckets.delete(key) // so that it becomes the last one
    this.#buckets.set(key, bucket)
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > MAX_BUCKETS) this.#buckets.delete(oldest)
  }

  #refilled(key: string): { tokens: number; at: number } {
    const { burst, perMinute } = this.#rate
    const now = this.#clock.now()
    const last = this.#buckets.get(key)
    if (!last) return { tokens: burst, at: now }
    return { tokens: Math.min(burst, last.tokens + ((now - last.at) * perMinute) / 60_000), at: now }
  }
}

/** How many of something one key holds at a time. */
export class HoldLimit {
  readonly #max: number
  readonly #held = new Map<string, number>()

  constructor(max: number) {
    this.#max = max
  }

  /** Whether one more fits; if so it is held until `release`. */
  tryHold(key: string): boolean {
    const held = this.#held.get(key) ?? 0
    if (held >= this.#max) return false
    this.#held.set(key, held + 1)
    return true
  }

  release(key: string): void {
    const held = this.#held.get(key) ?? 0
    if (held <= 1) this.#held.delete(key)
    else this.#held.set(key, held - 1)
  }
}
