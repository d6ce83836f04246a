// The clients' own policy, as the service applies it to the public part of a group.

import { isEqual } from "../src/bytes/bytes.ts"
import type { Admission } from "../src/delivery/messages.ts"
import { isHost, judgeCommit, type Judgement } from "../src/mls/policy.ts"
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

/**
 * How an identity gets in: members, and those who return from the predecessor, as they come. Of a successor group the
 * link alone opens nothing before a host has said so in its context.
 */
export function admissionOf({ leaves, context, succession }: PublicGroup, identityKey: Uint8Array): Admission {
  const isOneOf = (keys: readonly Uint8Array[]) => keys.some((key) => isEqual(key, identityKey))
  if (isOneOf(leaves.map((leaf) => leaf.identityKey))) return "open"
  if (succession?.generation !== context.generation) return context.admission
  if (isOneOf(succession.returning)) return "open"
  return context.admission === "locked" ? "locked" : "ask"
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
