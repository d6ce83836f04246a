// A check of the installed package, from what this browser knows to what it keeps of it: all of it in the worker, so that
// no page's thread has a part in how long it takes.

import { ReleaseError } from "./errors.ts"
import type { PackageSource } from "./package-files.ts"
import type { ReleaseStore } from "./release-store.ts"
import { type CheckedStatus, type CheckOutcome, type Installation, judgeCheck } from "./status.ts"
import { verifyPackage } from "./verify-package.ts"

export interface CheckContext {
  readonly installation: Installation
  /** The package's own version, as the browser knows it. */
  readonly version: string
  /** Milliseconds of the epoch of time. */
  readonly now: number
}

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
  return verifyPackage(source, await store.knowledge(), new Date(now))
}

/** Says what came of a check here, and keeps it for other pages; where that cannot be done, it is refused. */
export async function conclude(
  outcome: CheckOutcome,
  store: ReleaseStore,
  context: CheckContext,
): Promise<CheckedStatus> {
  try {
    return await keep(outcome, store, context)
  } catch (error) {
    return judgeCheck(toRefusal(error), { installation: context.installation, pardons: [], checkedAt: context.now })
  }
}

async function keep(outcome: CheckOutcome, store: ReleaseStore, context: CheckContext): Promise<CheckedStatus> {
  const { installation, version, now } = context
  if (!(outcome instanceof ReleaseError)) {
    await store.keepMemory(outcome.authority, outcome.memory)
    await store.keepRevocations(outcome.authority, outcome.revocations)
  }
  const status = judgeCheck(outcome, { installation, pardons: await store.pardons(), checkedAt: now })
  await store.keepStatus(version, status)
  return status
}

/** What could not be done, for whatever reason, is a refusal. */
export function toRefusal(error: unknown): ReleaseError {
  if (error instanceof ReleaseError) return error
  return new ReleaseError("worker-failed", "the check could not be done", { cause: error })
}
