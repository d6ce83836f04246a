// What MLS and the policy make of somebody else's commit: it is followed, or it is refused, or it takes us out.

import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import type { CommitReport } from "../mls/session-options.ts"
import { type Deed, deedOf, type LeavingReason, whyLeft } from "./deed.ts"
import type { GroupMls } from "./membership-options.ts"

export type VerdictOnCommit =
  | { readonly kind: "follow"; readonly state: EpochState; readonly report: CommitReport }
  | { readonly kind: "leave"; readonly reason: LeavingReason; readonly deed: Deed }
  /** `author` is null where its signatures prove none. */
  | { readonly kind: "refuse"; readonly fault: string; readonly author: Uint8Array | null }

/** Gives our own pending commit up, if there is one. Rejects with MlsError where MLS itself failed. */
export async function judgeCommit(
  commit: Uint8Array,
  mls: Pick<GroupMls, "receive">,
  identityKey: Uint8Array,
): Promise<VerdictOnCommit> {
  try {
    const received = await mls.receive(commit)
    const { report } = received
    if (received.kind === "epoch") return { kind: "follow", state: received.state, report }
    return { kind: "leave", reason: whyLeft(report, identityKey), deed: deedOf(report) }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { kind: "refuse", fault: error.fault, author: error.author }
  }
}

function isRefusal(error: unknown): error is PolicyError | MlsError {
  return error instanceof PolicyError || (error instanceof MlsError && error.fault === "unreadable-commit")
}
