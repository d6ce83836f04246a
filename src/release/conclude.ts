// What a check comes to here, and what is kept of it for other pages and later checks.

import { ReleaseError } from "./errors.ts"
import type { ReleaseStore } from "./release-store.ts"
import { type CheckedStatus, type CheckOutcome, type Installation, judgeCheck } from "./status.ts"

export interface CheckContext {
  readonly installation: Installation
  /** The package's own version, as the browser knows it. */
  readonly version: string
  /** Milliseconds of the epoch of time. */
  readonly now: number
}

/** Says what came of a check here, and keeps it; where that cannot be done, it is refused. */
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
