// The clients' own policy, as the service applies it to the public part of a group.

import { isEqual } from "../src/bytes/bytes.ts"
import type { Admission } from "../src/delivery/messages.ts"
import {
  admissionFor,
  isHost,
  judgeCommit,
  type Judgement,
  MAX_LEAVES,
  PolicyError,
  type Ticket,
  verifyTicket,
} from "../src/mls/policy.ts"
import { completeGroupInfo, type PartialGroupInfo } from "../src/mls/partial-group-info.ts"
import {
  nextPublicGroup,
  type PublicGroup,
  readGroupInfo,
  stateDigest,
  verifyGroupInfo,
} from "../src/mls/public-group.ts"
import { createSuite, type SuiteName } from "../src/mls/suite.ts"

export type { Judgement, PartialGroupInfo, PublicGroup }
export { stateDigest }

/** All methods throw PolicyError. */
export interface GroupPolicy {
  readGroupInfo(groupInfo: Uint8Array): Promise<PublicGroup>
  /** Whether a group info is of exactly this group and epoch. */
  verifyGroupInfo(group: PublicGroup, groupInfo: Uint8Array): Promise<void>
  /** The group info of this group and epoch, of which a member made its part. */
  completeGroupInfo(group: PublicGroup, partial: PartialGroupInfo): Promise<Uint8Array>
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
  if (identityKey !== null && isKnown(group, identityKey)) return "open"
  return admissionFor(group, identityKey ?? new Uint8Array(32))
}

/** Whether there is no place for an identity; whoever is in the tree takes its own again. */
export function isFullFor({ leaves }: PublicGroup, identityKey: Uint8Array): boolean {
  return leaves.length >= MAX_LEAVES && !leaves.some((leaf) => isEqual(leaf.identityKey, identityKey))
}

function isKnown({ leaves, context }: PublicGroup, identityKey: Uint8Array): boolean {
  return [...leaves, ...context.coHosts].some((one) => isEqual(one.identityKey, identityKey))
}

/** What speaks for somebody at the door besides the meeting's admission. */
export type Warrant =
  | { readonly kind: "none" }
  /** The host key signed its session: its leaf will carry a host's certificate. */
  | { readonly kind: "host-key" }
  /** It was in the group before, and comes to the successor. */
  | { readonly kind: "predecessor" }
  /** A host let it in before; good for one generation. */
  | { readonly kind: "ticket"; readonly ticket: Ticket }

/** As `admissionOf`, with regard to what speaks for the identity; a ticket that is void says nothing. */
export async function admissionWith(group: PublicGroup, identityKey: Uint8Array, warrant: Warrant): Promise<Admission> {
  const admission = admissionOf(group, identityKey)
  switch (warrant.kind) {
    case "none":
      return admission
    case "host-key":
    case "predecessor":
      return "open"
    case "ticket":
      return admission === "open" || (await isValid(warrant.ticket, group, identityKey)) ? "open" : admission
  }
}

/** Whether something speaks for an identity that not everybody has who has the link. */
export async function isWarranted(group: PublicGroup, identityKey: Uint8Array, warrant: Warrant): Promise<boolean> {
  switch (warrant.kind) {
    case "none":
      return isKnown(group, identityKey)
    case "host-key":
    case "predecessor":
      return true
    case "ticket":
      return isKnown(group, identityKey) || isValid(warrant.ticket, group, identityKey)
  }
}

async function isValid(ticket: Ticket, { origin, context }: PublicGroup, identityKey: Uint8Array): Promise<boolean> {
  try {
    await verifyTicket(ticket, { origin, context, identityKey })
    return true
  } catch (error) {
    if (error instanceof PolicyError) return false
    throw error
  }
}

export async function createGroupPolicy(suiteName: SuiteName): Promise<GroupPolicy> {
  const suite = await createSuite(suiteName)
  return {
    readGroupInfo: (groupInfo) => readGroupInfo(groupInfo, suite),
    verifyGroupInfo,
    completeGroupInfo,
    async judge(group, commit) {
      const judged = await judgeCommit(group, commit)
      return { judged, next: await nextPublicGroup(group, judged) }
    },
  }
}
