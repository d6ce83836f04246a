// What a row of the policy table is: a title, the fault that the input is refused with, and how to make the input.

import type { PolicyFault } from "../../../../src/mls/policy.ts"
import type { PublicGroup } from "../../../../src/mls/public-group.ts"
import type { Bench } from "./bench.ts"

/** `accepted` rows are the positive twins: what differs from them in one thing is refused. */
export type Row = readonly [title: string, fault: PolicyFault | "accepted", make: () => Promise<Uint8Array>]

/** A row that calls the policy with more than bytes. */
export type CallRow = readonly [title: string, fault: PolicyFault | "accepted", call: (policy: Policy) => Promise<void>]

/** The groups that rows are made in. */
export type BenchName =
  | "open"
  | "asking"
  | "raised"
  | "successor"
  | "changed successor"
  | "spoken successor"
  | "founded successor"

interface Family<R> {
  readonly subject: string
  readonly bench: BenchName
  readonly rows: (bench: Bench) => readonly R[]
}

/** Commits, or group infos, of one kind, made in one group. */
export type CommitFamily = Family<Row>
export type CallFamily = Family<CallRow>

/** The functions by which clients and service judge; the planted bugs are in copies of them. */
export interface Policy {
  judgeCommit: typeof import("../../../../src/mls/policy.ts").judgeCommit
  verifySuccession: typeof import("../../../../src/mls/policy.ts").verifySuccession
  nextPublicGroup: typeof import("../../../../src/mls/public-group.ts").nextPublicGroup
  readGroupInfo: typeof import("../../../../src/mls/public-group.ts").readGroupInfo
  verifyGroupInfo: typeof import("../../../../src/mls/public-group.ts").verifyGroupInfo
  verifyExpectation: typeof import("../../../../src/mls/meeting-context.ts").verifyExpectation
}

/** The whole of a commit's way through the policy. */
export async function passCommit(policy: Policy, group: PublicGroup, commit: Uint8Array): Promise<void> {
  await policy.nextPublicGroup(group, await policy.judgeCommit(group, commit))
}
