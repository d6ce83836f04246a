// A page's side of the release worker: its calls as methods.

import type { ConformanceCase } from "./conformance.ts"
import { ReleaseError } from "./errors.ts"
import type { VerifiedStatement } from "./import-release.ts"
import type { Verdict } from "./verdict.ts"
import type { VerifiedPackage } from "./verify-package.ts"
import type { CallName, PackageOrder, Port, ReleaseCalls, ReleaseResponse, StatementOrder } from "./worker-protocol.ts"

interface Waiting {
  readonly resolve: (gives: never) => void
  readonly reject: (error: ReleaseError) => void
}

/** A handle on one worker (or MessagePort); it ends with `abortSignal`. */
export class ReleaseWorker {
  readonly #port: Port
  readonly #waiting = new Map<number, Waiting>()
  #hasFailed = false
  #lastId = 0

  constructor(port: Port, abortSignal: AbortSignal) {
    this.#port = port
    port.addEventListener("message", (event: MessageEvent<ReleaseResponse>) => this.#settle(event.data), {
      signal: abortSignal,
    })
    for (const failure of ["messageerror", "error"] as const) {
      port.addEventListener(failure, () => this.#fail(), { signal: abortSignal })
    }
    abortSignal.addEventListener("abort", () => this.#fail(), { once: true })
  }

  /** Checks the installed package; throws ReleaseError with the first ReleaseFault. */
  verifyPackage(order: PackageOrder): Promise<VerifiedPackage> {
    return this.#call("verifyPackage", order)
  }

  /** Checks another release's statement by this package's trust; throws ReleaseError. */
  verifyStatement(order: StatementOrder): Promise<VerifiedStatement> {
    return this.#call("verifyStatement", order)
  }

  /** Runs one case of the self-test. */
  runCase(conformanceCase: ConformanceCase): Promise<Verdict> {
    return this.#call("runCase", conformanceCase)
  }

  /** The worker died or was ended: every open call fails with `worker-failed`, and every later one. */
  #fail(): void {
    this.#hasFailed = true
    for (const { reject } of this.#waiting.values()) reject(failure())
    this.#waiting.clear()
  }

  #call<N extends CallName>(call: N, takes: ReleaseCalls[N]["takes"]): Promise<ReleaseCalls[N]["gives"]> {
    if (this.#hasFailed) return Promise.reject(failure())
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<ReleaseCalls[N]["gives"]>()
    this.#waiting.set(id, { resolve, reject })
    this.#port.postMessage({ id, call, takes })
    return promise
  }

  #settle(response: ReleaseResponse): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if ("fault" in response)
      waiting?.reject(new ReleaseError(response.fault, response.message, { release: response.release }))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our worker answers each call with what ReleaseCalls says
    else waiting?.resolve(response.gives as never)
  }
}

function failure(): ReleaseError {
  return new ReleaseError("worker-failed", "the release worker ended")
}
