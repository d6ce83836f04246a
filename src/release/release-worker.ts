// A page's side of the release worker: its calls as methods.

import type { ConformanceCase } from "./conformance.ts"
import { ReleaseError } from "./errors.ts"
import type { Verdict } from "./verdict.ts"
import type { VerifiedPackage } from "./verify-package.ts"
import type { CallName, PackageOrder, Port, ReleaseCalls, ReleaseResponse } from "./worker-protocol.ts"

interface Waiting {
  readonly resolve: (gives: never) => void
  readonly reject: (error: ReleaseError) => void
}

/** A handle on one worker (or MessagePort); it ends with `abortSignal`. */
export class ReleaseWorker {
  readonly #port: Port
  readonly #waiting = new Map<number, Waiting>()
  readonly #abortSignal: AbortSignal
  #lastId = 0

  constructor(port: Port, abortSignal: AbortSignal) {
    this.#port = port
    this.#abortSignal = abortSignal
    port.addEventListener("message", (event: MessageEvent<ReleaseResponse>) => this.#settle(event.data), {
      signal: abortSignal,
    })
    abortSignal.addEventListener("abort", () => this.handleFailure(), { once: true })
  }

  /** Checks the installed package; throws ReleaseError with the first ReleaseFault. */
  verifyPackage(order: PackageOrder): Promise<VerifiedPackage> {
    return this.#call("verifyPackage", order)
  }

  /** Runs one case of the self-test. */
  runCase(conformanceCase: ConformanceCase): Promise<Verdict> {
    return this.#call("runCase", conformanceCase)
  }

  /** The worker died or was ended: every open call fails with `worker-failed`. */
  handleFailure(): void {
    for (const { reject } of this.#waiting.values()) reject(failure())
    this.#waiting.clear()
  }

  #call<N extends CallName>(call: N, takes: ReleaseCalls[N]["takes"]): Promise<ReleaseCalls[N]["gives"]> {
    if (this.#abortSignal.aborted) return Promise.reject(failure())
    const id = ++this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<ReleaseCalls[N]["gives"]>()
    this.#waiting.set(id, { resolve, reject })
    this.#port.postMessage({ id, call, takes })
    return promise
  }

  #settle(response: ReleaseResponse): void {
    const waiting = this.#waiting.get(response.id)
    this.#waiting.delete(response.id)
    if ("fault" in response) waiting?.reject(new ReleaseError(response.fault, response.message))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our worker answers each call with what ReleaseCalls says
    else waiting?.resolve(response.gives as never)
  }
}

function failure(): ReleaseError {
  return new ReleaseError("worker-failed", "the release worker ended")
}
