// Where a page asks about the release it runs: has it checked in the worker, and takes what people bring (a pardon,
// another release's statement, an attestation).

import type { Check } from "./check.ts"
import { type CheckContext, conclude, toRefusal } from "./conclude.ts"
import { ReleaseError } from "./errors.ts"
import type { LoggedAt } from "./inclusion.ts"
import type { ReleaseStatement } from "./import-release.ts"
import { verifyListing } from "./listed-files.ts"
import type { ReleaseStore } from "./release-store.ts"
import type { ReleaseWorker } from "./release-worker.ts"
import { readSelfTest, runSelfTest, type SelfTest, type SelfTestProgress } from "./self-test.ts"
import type { CheckedStatus, Installation } from "./status.ts"
import type { Knowledge, VerifiedPackage } from "./verify-package.ts"

export interface ReleaseDeskOptions {
  readonly worker: ReleaseWorker
  readonly store: ReleaseStore
  /** The address below which the browser serves the package. */
  readonly root: string
  /** All paths of the package; null where this page cannot list them, `checkListing` takes them then. */
  readonly listPackage: () => Promise<readonly string[] | null>
  /** Reads a file of the package. */
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly installation: Installation
  /** The package's own, as the browser knows it. */
  readonly version: string
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
}

/** Another release, whose statement was brought and verified. */
export interface ImportedRelease {
  readonly version: string
  readonly sequence: number
  readonly digest: string
  readonly signedAt: Date
  readonly log: LoggedAt
  /** How many releases its list revokes. */
  readonly revoked: number
}

const SELF_TEST_FILE = "self-test.json"

export class ReleaseDesk {
  readonly #options: ReleaseDeskOptions
  /** Of the last check. */
  #paths: Check["paths"] = null

  constructor(options: ReleaseDeskOptions) {
    this.#options = options
  }

  /** Checks the package anew; never rejects: what cannot be checked is refused. */
  async check(): Promise<CheckedStatus> {
    const { status, paths } = await this.#check().catch(async (error: unknown): Promise<Check> => {
      return { status: await this.#refuse(error), paths: null }
    })
    this.#paths = paths
    return status
  }

  /**
   * Holds the package's paths, from a page that can list them, against the last check: the refusal, or null where
   * nothing was added, or that check did not come as far.
   */
  async checkListing(listed: readonly string[]): Promise<CheckedStatus | null> {
    if (this.#paths === null) return null
    try {
      verifyListing(this.#paths, listed)
      return null
    } catch (error) {
      return this.#refuse(error)
    }
  }

  /**
   * Goes on with a release to which memory alone objects, from the next check on: by its version, typed by a person.
   * "wrong-version" also where there is nothing to pardon.
   */
  async pardon(version: string): Promise<"given" | "wrong-version"> {
    const status = await this.last()
    if (status?.state !== "refused" || !status.release || status.pardon === null) return "wrong-version"
    if (version.trim() !== status.release.version) return "wrong-version"
    await this.#options.store.keepPardon({ digest: status.release.digest, fault: status.fault })
    return "given"
  }

  /** Takes another release's statement, whose revocations count from the next check on; rejects with ReleaseError. */
  async importRelease(release: Uint8Array, bundle: Uint8Array): Promise<ImportedRelease> {
    const { worker, store, root } = this.#options
    const { memories } = await store.knowledge()
    const statement: ReleaseStatement = { release, bundle }
    const { authority, revocations, ...imported } = await worker.verifyStatement({ root, memories, statement })
    await store.keepRevocations(authority, revocations)
    return { ...imported, revoked: revocations.releases.length }
  }

  /**
   * Takes a rebuilder's attestation of the running release: the names that it adds, none where it adds none. Rejects
   * with ReleaseError where the package itself is refused.
   */
  async importAttestation(attestation: Uint8Array): Promise<readonly string[]> {
    const known = await this.#options.store.knowledge()
    const [before, after] = await Promise.all([
      this.#verify(known),
      this.#verify({ ...known, attestations: [...known.attestations, attestation] }),
    ])
    const added = after.rebuilds.by.filter((name) => !before.rebuilds.by.includes(name))
    if (added.length > 0) await this.#options.store.keepAttestation(after.digest, attestation)
    return added
  }

  /**
   * Runs the cases that come with the package on the verifier that judged it; ends early with `abortSignal`. Rejects
   * with ReleaseError `worker-failed` where there are none.
   */
  async selfTest(onProgress: (progress: SelfTestProgress) => void, abortSignal: AbortSignal): Promise<SelfTest> {
    const file = await this.#options.readFile(SELF_TEST_FILE).catch((error: unknown) => {
      throw new ReleaseError("worker-failed", `the package has no ${SELF_TEST_FILE}`, { cause: error })
    })
    const cases = readSelfTest(file)
    return runSelfTest(cases, { worker: this.#options.worker, onProgress, now: this.#options.now, abortSignal })
  }

  /** What the last check of this version came to, by whichever page; null: there was none. */
  last(): Promise<CheckedStatus | null> {
    return this.#options.store.status(this.#options.version)
  }

  async #check(): Promise<Check> {
    const { worker, root, listPackage } = this.#options
    return worker.check({ root, listed: await listPackage(), context: this.#context() })
  }

  async #verify(known: Knowledge): Promise<VerifiedPackage> {
    const { worker, root, listPackage, now } = this.#options
    return worker.verifyPackage({ root, listed: await listPackage(), known, now: new Date(now()) })
  }

  #refuse(error: unknown): Promise<CheckedStatus> {
    return conclude(toRefusal(error), this.#options.store, this.#context())
  }

  #context(): CheckContext {
    const { installation, version, now } = this.#options
    return { installation, version, now: now() }
  }
}
