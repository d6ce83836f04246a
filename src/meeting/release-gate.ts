// Before each meeting: is this client one that may meet? Nothing of a meeting is shown or asked before the verdict.

import { fromHex } from "../bytes/bytes.ts"
import type { ReleaseDesk } from "../release/release-desk.ts"
import { type CheckedStatus, releaseOf, type ReleaseStatus } from "../release/status.ts"
import type { OwnRelease } from "./parts.ts"

/** A check made this long before the meeting is one before the meeting: it begins while the engine and the tab load. */
const AHEAD_MS = 10_000
/** What an unsigned build claims to be. */
const NO_DIGEST = new Uint8Array(32)

export type GateDesk = Pick<ReleaseDesk, "check" | "checkListing" | "pardon">

export interface ReleaseGateOptions {
  readonly desk: GateDesk
  /** Milliseconds; never jumps. */
  readonly now: () => number
}

interface Ahead {
  readonly at: number
  readonly verdict: Promise<CheckedStatus>
}

export class ReleaseGate {
  readonly #options: ReleaseGateOptions
  #status: ReleaseStatus = { state: "checking" }
  #onChange: () => void = () => undefined
  #ahead: Ahead | null

  /** Begins the first check at once. */
  constructor(options: ReleaseGateOptions) {
    this.#options = options
    this.#ahead = { at: options.now(), verdict: this.#check() }
  }

  /** Told whenever `status` changed; whoever follows later has missed nothing that `status` does not say. */
  follow(onChange: () => void): void {
    this.#onChange = onChange
  }

  get status(): ReleaseStatus {
    return this.#status
  }

  /** The verdict for a meeting; `listed` are the package's paths as a page of the extension lists them, or null. */
  async verdict(listed: readonly string[] | null): Promise<CheckedStatus> {
    const ahead = this.#ahead
    this.#ahead = null
    const isFresh = ahead !== null && this.#options.now() - ahead.at < AHEAD_MS
    const status = await (isFresh ? ahead.verdict : this.#check())
    if (!listed || !status.mayMeet) return status
    const refused = await this.#options.desk.checkListing(listed)
    if (refused) this.#set(refused)
    return refused ?? status
  }

  /** Goes on with a release that memory alone objects to, by its version. */
  async pardon(version: string): Promise<"given" | "wrong-version"> {
    this.#ahead = null // made without it
    return this.#options.desk.pardon(version)
  }

  async #check(): Promise<CheckedStatus> {
    const status = await this.#options.desk.check()
    this.#set(status)
    return status
  }

  #set(status: ReleaseStatus): void {
    this.#status = status
    this.#onChange()
  }
}

/** What the own credential claims: the release's digest, or zeros and the package's version for an unsigned build. */
export function ownRelease(status: CheckedStatus, packageVersion: string): OwnRelease {
  const release = releaseOf(status)
  if (!release) return { digest: NO_DIGEST, version: packageVersion }
  return { digest: fromHex(release.digest), version: release.version }
}
