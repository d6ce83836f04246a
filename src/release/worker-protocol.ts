// What passes between a page and the release worker, in numbered calls (src/bytes/calls.ts).

import type { Check } from "./check.ts"
import type { CheckContext } from "./conclude.ts"
import type { ConformanceCase } from "./conformance.ts"
import type { RefusedPackage, ReleaseFault } from "./errors.ts"
import type { ReleaseStatement, VerifiedStatement } from "./import-release.ts"
import type { Verdict } from "./verdict.ts"
import type { Knowledge, Memories, VerifiedPackage } from "./verify-package.ts"

/** The installed package. */
export interface ServedPackage {
  /** The address below which the browser serves it. */
  readonly root: string
  /** All its paths, which only a page can list; null: the browser does not. */
  readonly listed: readonly string[] | null
}

export interface CheckOrder extends ServedPackage {
  readonly context: CheckContext
}

export interface PackageOrder extends ServedPackage {
  readonly known: Knowledge
  readonly now: Date
}

export interface StatementOrder {
  /** As in ServedPackage. */
  readonly root: string
  readonly memories: Memories
  readonly statement: ReleaseStatement
}

/** Each call of the worker: what it takes and what it gives. */
export interface ReleaseCalls {
  check: { takes: CheckOrder; gives: Check }
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
