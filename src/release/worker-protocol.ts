// What passes between a page and the release worker. Both ends are ours and ship together, so the types are the check;
// requests are numbered, and errors cross with their fault.

import type { ConformanceCase } from "./conformance.ts"
import type { RefusedPackage, ReleaseFault } from "./errors.ts"
import type { ReleaseStatement, VerifiedStatement } from "./import-release.ts"
import type { Verdict } from "./verdict.ts"
import type { Knowledge, Memories, VerifiedPackage } from "./verify-package.ts"

export interface PackageOrder {
  /** The address below which the browser serves the package. */
  readonly root: string
  /** All paths of the package, which only a page can list; null: the browser does not. */
  readonly listed: readonly string[] | null
  readonly known: Knowledge
  readonly now: Date
}

export interface StatementOrder {
  /** As in PackageOrder. */
  readonly root: string
  readonly memories: Memories
  readonly statement: ReleaseStatement
}

/** Each call of the worker: what it takes and what it gives. */
export interface ReleaseCalls {
  verifyPackage: { takes: PackageOrder; gives: VerifiedPackage }
  verifyStatement: { takes: StatementOrder; gives: VerifiedStatement }
  runCase: { takes: ConformanceCase; gives: Verdict }
}

export type CallName = keyof ReleaseCalls
export type ReleaseRequest = {
  [N in CallName]: { readonly id: number; readonly call: N; readonly takes: ReleaseCalls[N]["takes"] }
}[CallName]
export type ReleaseGift = ReleaseCalls[CallName]["gives"]
export type ReleaseResponse =
  | { readonly id: number; readonly gives: ReleaseGift }
  | {
      readonly id: number
      readonly fault: ReleaseFault
      readonly message: string
      readonly release: RefusedPackage | null
    }

/** The part of MessagePort, Worker and a worker's global scope that the two ends use. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: "message", listener: (event: MessageEvent) => void, options?: AddEventListenerOptions): void
  addEventListener(type: "messageerror" | "error", listener: () => void, options?: AddEventListenerOptions): void
}
