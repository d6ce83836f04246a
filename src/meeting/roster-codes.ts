// When the security code of a roster is worked out: once the same people have been in for a moment, and not for each of many
// who come one after the other. Codes of the last rosters are remembered: somebody went and came back.

import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { nullIfWorkerEnded } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"

/**
 * A code is shown when its roster has been the same for this long, also one that is remembered: whoever presses just when
 * somebody comes has compared the code before, and must not have said it of the next one.
 */
const SETTLED_MS = 1000
/** So many are begun in so long at most: those who compare cannot follow more, and each takes a processor some of a tenth of a second. */
export const MAX_BEGUN = 3
export const BEGUN_WITHIN_MS = 10_000
const MAX_REMEMBERED = 8

export interface RosterCodesOptions {
  readonly passwords: Pick<PasswordWorker, "securityCode">
  readonly clock: Clock
  /** The code that is wanted is there. */
  readonly onCode: () => void
}

/** Who is in, as far as the code depends on it; `name` is the same for the same people and host key, and for no others. */
export interface WantedRoster {
  readonly name: string
  readonly state: Pick<EpochState, "context" | "members">
}

export class RosterCodes {
  readonly #options: RosterCodesOptions
  /** By the name of the roster; the one that was wanted last is last. */
  readonly #known = new Map<string, SecurityCode>()
  #wanted: string | null = null
  #code: SecurityCode | null = null
  #begunMs: readonly number[] = []
  #cancel: () => void = () => undefined

  constructor(options: RosterCodesOptions) {
    this.#options = options
  }

  /** Of the roster that is wanted; null while it is worked out. */
  get code(): SecurityCode | null {
    return this.#code
  }

  /** From now on this roster's. */
  want(roster: WantedRoster): void {
    this.#cancel()
    this.#wanted = roster.name
    this.#code = null
    this.#cancel = this.#options.clock.after(this.#delayMs(roster), () => {
      const known = this.#known.get(roster.name)
      if (known) this.#show(roster.name, known)
      else void this.#compute(roster)
    })
  }

  close(): void {
    this.#cancel()
    this.#wanted = null
  }

  #delayMs({ name }: WantedRoster): number {
    const [oldest = -Infinity] = this.#begunMs.length < MAX_BEGUN || this.#known.has(name) ? [] : this.#begunMs
    return Math.max(SETTLED_MS, oldest + BEGUN_WITHIN_MS - this.#options.clock.now())
  }

  async #compute({ name, state: { context, members } }: WantedRoster): Promise<void> {
    const { passwords, clock } = this.#options
    this.#begunMs = [...this.#begunMs, clock.now()].slice(-MAX_BEGUN)
    const keys = members.map(({ identityKey }) => identityKey)
    const code = await passwords.securityCode(context.hostKey, keys).catch(nullIfWorkerEnded)
    if (code) this.#show(name, code)
  }

  /** Only remembered where another roster is wanted by then. */
  #show(name: string, code: SecurityCode): void {
    this.#known.delete(name)
    this.#known.set(name, code)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
    if (this.#wanted !== name) return
    this.#code = code
    this.#options.onCode()
  }
}
