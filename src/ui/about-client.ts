// The page about this client, as a state machine: checks, the self-test, and statements that a person brings.

import { type ReadonlySignal, signal } from "@preact/signals"
import { ReleaseError, type ReleaseFault } from "../release/errors.ts"
import type { ImportedRelease, ReleaseDesk } from "../release/release-desk.ts"
import type { SelfTest } from "../release/self-test.ts"
import { type ReleaseStatus, unchecked } from "../release/status.ts"

export type AboutDesk = Pick<ReleaseDesk, "check" | "pardon" | "importRelease" | "importAttestation" | "selfTest">

export type SelfTestState =
  | { readonly step: "idle" }
  | { readonly step: "running"; readonly done: number; readonly total: number | null }
  | { readonly step: "done"; readonly result: SelfTest }
  | { readonly step: "broken" }

export type StatementState =
  | { readonly step: "idle" | "reading" | "wrong-files" }
  | { readonly step: "release"; readonly release: ImportedRelease }
  | { readonly step: "attestation"; readonly names: readonly string[] }
  | { readonly step: "refused"; readonly fault: ReleaseFault; readonly detail: string }

/** A file that a person chose. */
export interface ChosenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const SIGNATURE_NAME = /\.sigstore(?: ?\(\d+\))?\.json$/i

export interface AboutClientOptions {
  /** Where it cannot be had, the client is refused as one that could not be checked. */
  readonly desk: Promise<AboutDesk>
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
}

export class AboutClient {
  readonly #desk: Promise<AboutDesk>
  readonly #now: () => number
  readonly #status = signal<ReleaseStatus>({ state: "checking" })
  readonly #isChecking = signal(false)
  readonly #selfTest = signal<SelfTestState>({ step: "idle" })
  readonly #statement = signal<StatementState>({ step: "idle" })
  #testing = new AbortController()

  readonly status: ReadonlySignal<ReleaseStatus> = this.#status
  /** A check is under way; `status` stays what the one before it said. */
  readonly isChecking: ReadonlySignal<boolean> = this.#isChecking
  readonly selfTest: ReadonlySignal<SelfTestState> = this.#selfTest
  readonly statement: ReadonlySignal<StatementState> = this.#statement

  constructor({ desk, now }: AboutClientOptions) {
    this.#desk = desk
    this.#now = now
  }

  async check(): Promise<void> {
    if (this.#isChecking.value) return
    this.#isChecking.value = true
    this.#status.value = await this.#verdict()
    this.#isChecking.value = false
  }

  /** Goes on against this browser's memory, by the version that a person typed. */
  async pardon(version: string): Promise<"given" | "wrong-version"> {
    const desk = await this.#desk
    const outcome = await desk.pardon(version)
    if (outcome === "given") await this.check()
    return outcome
  }

  async runSelfTest(): Promise<void> {
    if (this.#selfTest.value.step === "running") return
    const testing = new AbortController()
    this.#testing = testing
    this.#selfTest.value = { step: "running", done: 0, total: null }
    try {
      const desk = await this.#desk
      testing.signal.throwIfAborted()
      const result = await desk.selfTest(({ done, total }) => {
        if (!testing.signal.aborted) this.#selfTest.value = { step: "running", done, total }
      }, testing.signal)
      if (!testing.signal.aborted) this.#selfTest.value = { step: "done", result }
    } catch {
      if (!testing.signal.aborted) this.#selfTest.value = { step: "broken" }
    }
  }

  stopSelfTest(): void {
    this.#testing.abort()
    this.#selfTest.value = { step: "idle" }
  }

  /** Takes release.json with its signature, or one attestation; what it adds counts in a check at once. */
  async bring(files: readonly ChosenFile[]): Promise<void> {
    this.#statement.value = { step: "reading" }
    this.#statement.value = await this.#take(files).catch(toRefusal)
    const { step } = this.#statement.value
    if (step === "release" || step === "attestation") await this.check()
  }

  async #verdict(): Promise<ReleaseStatus> {
    try {
      const desk = await this.#desk
      return await desk.check()
    } catch (error) {
      return unchecked(error, this.#now())
    }
  }

  async #take(files: readonly ChosenFile[]): Promise<StatementState> {
    const desk = await this.#desk
    const [only, ...rest] = files
    if (only && rest.length === 0) {
      return { step: "attestation", names: await desk.importAttestation(only.bytes) }
    }
    const bundle = files.find(({ name }) => SIGNATURE_NAME.test(name))
    const release = files.find(({ name }) => !SIGNATURE_NAME.test(name))
    if (!bundle || !release || files.length !== 2) return { step: "wrong-files" }
    return { step: "release", release: await desk.importRelease(release.bytes, bundle.bytes) }
  }
}

function toRefusal(error: unknown): StatementState {
  if (error instanceof ReleaseError) return { step: "refused", fault: error.fault, detail: error.message }
  return { step: "refused", fault: "worker-failed", detail: messageOf(error) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown failure"
}
