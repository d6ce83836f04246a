// A page's side of the release worker: its calls as methods.

import { type CallPort, Calls } from "../bytes/calls.ts"
import type { Check } from "./check.ts"
import type { ConformanceCase } from "./conformance.ts"
import { ReleaseError } from "./errors.ts"
import type { VerifiedStatement } from "./import-release.ts"
import type { Verdict } from "./verdict.ts"
import type { VerifiedPackage } from "./verify-package.ts"
import type { CheckOrder, PackageOrder, ReleaseCalls, StatementOrder, WorkerFault } from "./worker-protocol.ts"

/** Starts a worker (or MessagePort) that lives as long as the signal. */
type StartPort = (abortSignal: AbortSignal) => CallPort

interface Running {
  readonly calls: Calls<ReleaseCalls, WorkerFault>
  /** Ends the worker. */
  readonly ending: AbortController
}

/**
 * A worker at a time, the first from the beginning, all ended by `abortSignal`. What a worker that dies has not answered
 * is no verdict; the next call has a fresh one, for else no check could be done until the browser is started again.
 */
export class ReleaseWorker {
  readonly #start: StartPort
  readonly #abortSignal: AbortSignal
  #running: Running

  constructor(start: StartPort, abortSignal: AbortSignal) {
    this.#start = start
    this.#abortSignal = abortSignal
    this.#running = this.#run()
  }

  /** Checks the installed package by what this browser knows, and keeps what came of it; rejects if the worker dies. */
  check(order: CheckOrder): Promise<Check> {
    return this.#calls().call("check", order)
  }

  /** Verifies the installed package; rejects with the first ReleaseFault. */
  verifyPackage(order: PackageOrder): Promise<VerifiedPackage> {
    return this.#calls().call("verifyPackage", order)
  }

  /** Checks another release's statement by this package's trust; rejects with ReleaseError. */
  verifyStatement(order: StatementOrder): Promise<VerifiedStatement> {
    return this.#calls().call("verifyStatement", order)
  }

  /** Runs one case of the self-test. */
  runCase(conformanceCase: ConformanceCase): Promise<Verdict> {
    return this.#calls().call("runCase", conformanceCase)
  }

  #calls(): Calls<ReleaseCalls, WorkerFault> {
    if (this.#running.calls.hasEnded && !this.#abortSignal.aborted) {
      this.#running.ending.abort()
      this.#running = this.#run()
    }
    return this.#running.calls
  }

  #run(): Running {
    const ending = new AbortController()
    const abortSignal = AbortSignal.any([this.#abortSignal, ending.signal])
    return { ending, calls: new Calls(this.#start(abortSignal), { toError, ended, abortSignal }) }
  }
}

function toError({ fault, message, release }: WorkerFault): ReleaseError {
  return new ReleaseError(fault, message, { release })
}

function ended(): ReleaseError {
  return new ReleaseError("worker-failed", "the release worker ended")
}
