// The security code of the people who are in, and whether they compared it.

import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { PasswordError } from "../password/errors.ts"
import type { PasswordWorker } from "../password/password-worker.ts"
import type { SecurityCode } from "../password/security-code.ts"
import { afterRosterChange, compared, type Comparison, NOT_COMPARED } from "./comparison.ts"
import type { Security } from "./snapshot.ts"

/** After a change of roster the code is computed when the roster has been the same for this long. */
const CODE_AFTER_MS = 1000

export interface GroupCodeOptions {
  readonly passwords: Pick<PasswordWorker, "securityCode">
  readonly clock: Clock
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  /** The epoch in use. */
  readonly state: () => EpochState
  readonly onChange: () => void
}

export class GroupCode {
  readonly #options: GroupCodeOptions
  #comparison: Comparison = NOT_COMPARED
  #code: SecurityCode | null = null
  #request = 0

  constructor(options: GroupCodeOptions) {
    this.#options = options
  }

  get shown(): Pick<Security, "digits" | "emoji" | "comparison"> {
    return {
      digits: this.#code?.digits.split(" ") ?? null,
      emoji: this.#code?.emoji ?? null,
      comparison: this.#comparison,
    }
  }

  compare(verdict: "match" | "differ"): void {
    this.#comparison = compared(verdict, this.#options.wallClock())
    this.#options.onChange()
  }

  handleRosterChange(): void {
    this.#comparison = afterRosterChange(this.#comparison)
    this.renew()
  }

  /** Not in the moment of a join, in which everybody's processor has media to begin; nor for each of many joins. */
  renew(): void {
    const request = ++this.#request
    this.#code = null
    this.#options.clock.after(CODE_AFTER_MS, () => {
      if (request === this.#request) void this.#compute(request)
    })
  }

  close(): void {
    this.#request++ // whatever was planned
  }

  async #compute(request: number): Promise<void> {
    const { passwords, state, onChange } = this.#options
    const { context, members } = state()
    const keys = members.map(({ identityKey }) => identityKey)
    const code = await passwords.securityCode(context.hostKey, keys).catch(nullIfEnded)
    if (code === null || request !== this.#request) return
    this.#code = code
    onChange()
  }
}

/** The worker ends with the visit, whatever it is computing. */
function nullIfEnded(error: unknown): null {
  if (error instanceof PasswordError && error.fault === "worker-failed") return null
  throw error
}
