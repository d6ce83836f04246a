// The clients' own policy, as the service applies it to the public part of a group.

import { isEqual } from "../src/bytes/bytes.ts"
import type { Admission } from "../src/delivery/messages.ts"
import { admissionFor, isHost, judgeCommit, type Judgement } from "../src/mls/policy.ts"
import { nextPublicGroup, type PublicGroup, readGroupInfo, verifyGroupInfo } from "../src/mls/public-group.ts"
import { createSuite, type SuiteName } from "../src/mls/suite.ts"

export type { Judgement, PublicGroup }

/** All methods throw PolicyError. */
export interface GroupPolicy {
  readGroupInfo(groupInfo: Uint8Array): Promise<PublicGroup>
  /** Whether a group info is of exactly this group and epoch. */
  verifyGroupInfo(group: PublicGroup, groupInfo: Uint8Array): Promise<void>
  /** What a commit does to the group, and the group after it. */
  judge(group: PublicGroup, commit: Uint8Array): Promise<{ readonly judged: Judgement; readonly next: PublicGroup }>
}

/**
 * Whether an identity may answer those who ask. A courtesy to members: what lets a newcomer in is the ticket, which
 * every member checks in the newcomer's commit.
 */
export function isHostOf({ leaves, context }: PublicGroup, identityKey: Uint8Array): boolean {
  const leaf = leaves.find((candidate) => isEqual(candidate.identityKey, identityKey))
  return leaf !== undefined && isHost(leaf, context)
}

/** How an identity gets in, which the policy judges again in its commit; null: one that nobody knows. */
export function admissionOf(group: PublicGroup, identityKey: Uint8Array | null): Admission {
  const isMember = group.leaves.some((leaf) => identityKey !== null && isEqual(leaf.identityKey, identityKey))
  return isMember ? "open" : admissionFor(group, identityKey ?? new Uint8Array(32))
}

export async function createGroupPolicy(suiteName: SuiteName): Promise<GroupPolicy> {
  const suite = await createSuite(suiteName)
  return {
    readGroupInfo: (groupInfo) => readGroupInfo(groupInfo, suite),
    verifyGroupInfo,
    async judge(group, commit) {
      const judged = await judgeCommit(group, commit)
      return { judged, next: await nextPublicGroup(group, judged) }
    },
  }
}
