// A check of the installed package, from what this browser knows to what it keeps of it: all of it in the worker, so that
// no page's thread has a part in how long it takes.

import { conclude, toRefusal, type CheckContext } from "./conclude.ts"
import { ReleaseError } from "./errors.ts"
import type { PackageSource } from "./package-files.ts"
import type { ReleaseStore } from "./release-store.ts"
import type { CheckedStatus, CheckOutcome } from "./status.ts"
import { verifyPackage } from "./verify-package.ts"

export interface Check {
  readonly status: CheckedStatus
  /** The files that there may be; null where the check did not come to know. */
  readonly paths: readonly string[] | null
}

/** Checks a package and keeps what came of it; never rejects: what cannot be checked, or kept, is refused. */
export async function checkPackage(source: PackageSource, store: ReleaseStore, context: CheckContext): Promise<Check> {
  const outcome = await verify(source, store, context).catch(toRefusal)
  const paths = (outcome instanceof ReleaseError ? outcome.release : outcome)?.paths ?? null
  return { status: await conclude(outcome, store, context), paths }
}

async function verify(source: PackageSource, store: ReleaseStore, { now }: CheckContext): Promise<CheckOutcome> {
  return verifyPackage(source, await store.knowledge(), new Date(now), store)
}
