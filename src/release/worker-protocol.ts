// What passes between a page and the release worker, in numbered calls (src/bytes/calls.ts).

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

/** A ReleaseError as it crosses. */
export interface WorkerFault {
  readonly fault: ReleaseFault
  readonly message: string
  readonly release: RefusedPackage | null
}
