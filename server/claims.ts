// After a restart the service knows a group by its id only. Each member claims the epoch that it is in; the claim that
// most of them can reach becomes the group again.

import { isEqual, toHex } from "../src/bytes/bytes.ts"
import { PolicyError } from "../src/mls/policy.ts"
import { readCommitHeader } from "./commit-header.ts"
import { ServiceError } from "./errors.ts"
import { readSigner } from "./group-info-signer.ts"
import { type GroupPolicy, type PublicGroup, stateDigest } from "./group-policy.ts"

/** What a member shows: a group info signed by its own leaf, and the last commits that led there, in their order. */
export interface Shown {
  readonly groupInfo: Uint8Array
  readonly commits: readonly Uint8Array[]
}

export interface Claim extends Shown {
  readonly identityKey: Uint8Array
  /** Whether the service itself knew the group in this state before the restart. */
  readonly isKnown: boolean
  /** Equal groups are one object. */
  readonly group: PublicGroup
}

/** What the service kept of the group and its meeting. */
export interface KeptFacts {
  readonly groupId: Uint8Array
  readonly hostKey: Uint8Array
  readonly serviceKey: Uint8Array
  /** Digests of the states that the group may have been in. */
  readonly states: readonly Uint8Array[]
}

/** Judges what a member shows as it would a newcomer's group; throws ServiceError `group-malformed`, `not-a-member`. */
export async function readClaim(
  policy: GroupPolicy,
  identityKey: Uint8Array,
  shown: Shown,
  { kept, others }: { readonly kept: KeptFacts; readonly others: readonly Claim[] },
): Promise<Claim> {
  const group = (await findEqual(policy, others, shown)) ?? (await readGroup(policy, shown, kept))
  const signer = readSigner(shown.groupInfo)
  const leaf = group.leaves.find((candidate) => candidate.leaf === signer)
  if (!leaf || !isEqual(leaf.identityKey, identityKey)) {
    throw new ServiceError("not-a-member", "the group info is not signed by the identity's own leaf")
  }
  requireSequence(group, shown.commits)
  const digest = await stateDigest(group)
  return { ...shown, identityKey, group, isKnown: kept.states.some((state) => isEqual(state, digest)) }
}

/**
 * Of the claims that are known, or lead on from a known one, that which most claimants can reach; of several the one
 * with the higher epoch, then the longer history.
 *
 * Identities cost nothing, so claimants are never counted for a group that nobody shows to be the one from before.
 * Without a known claim: null.
 */
export async function elect(policy: GroupPolicy, claims: readonly Claim[]): Promise<Claim | null> {
  const claimants = new Map<PublicGroup, number>()
  for (const { group } of claims) claimants.set(group, (claimants.get(group) ?? 0) + 1)
  const known = new Set(claims.filter(({ isKnown }) => isKnown).map(({ group }) => group))
  let best: Ranked | null = null
  for (const claim of distinct(claims)) {
    let reach = 0
    let isRooted = false
    for (const [group, count] of claimants) {
      // oxlint-disable-next-line no-await-in-loop -- judging is work of this very thread
      if ((await placeOn(policy, claim, group)) === null) continue
      reach += count
      isRooted ||= known.has(group)
    }
    if (isRooted && (best === null || isBetter({ claim, reach }, best))) best = { claim, reach }
  }
  return best?.claim ?? null
}

/** How many of the claim's commits lie before `group`, when the others lead from it to the claim; else null. */
export async function placeOn(policy: GroupPolicy, claim: Claim, group: PublicGroup): Promise<number | null> {
  if (group === claim.group) return claim.commits.length
  const missing = Number(claim.group.epoch - group.epoch)
  if (missing <= 0 || missing > claim.commits.length) return null
  try {
    let reached = group
    // oxlint-disable-next-line no-await-in-loop -- each commit changes the group that the one before left
    for (const commit of claim.commits.slice(-missing)) reached = (await policy.judge(reached, commit)).next
    await policy.verifyGroupInfo(reached, claim.groupInfo)
    return claim.commits.length - missing
  } catch {
    return null // whatever is wrong with what a claimant sent, it does not lead there
  }
}

async function findEqual(policy: GroupPolicy, others: readonly Claim[], { groupInfo }: Shown) {
  for (const group of new Set(others.map((other) => other.group))) {
    // oxlint-disable-next-line no-await-in-loop -- usually the first one is it
    const isEqualTo = await policy.verifyGroupInfo(group, groupInfo).then(
      () => true,
      () => false,
    )
    if (isEqualTo) return group
  }
  return null
}

async function readGroup(policy: GroupPolicy, { groupInfo }: Shown, kept: KeptFacts): Promise<PublicGroup> {
  const group = await policy.readGroupInfo(groupInfo).catch((error: unknown) => {
    if (!(error instanceof PolicyError)) throw error
    throw new ServiceError("group-malformed", "not a group info", { cause: error })
  })
  const { groupId, context } = group
  // Not its meeting id: the service may have been killed between the two halves of a rotation.
  const isKept =
    isEqual(groupId, kept.groupId) &&
    isEqual(context.hostKey, kept.hostKey) &&
    isEqual(context.serviceKey, kept.serviceKey)
  if (!isKept) throw new ServiceError("group-malformed", "not the group of this id, host and service")
  return group
}

function requireSequence({ groupId, epoch }: PublicGroup, commits: readonly Uint8Array[]): void {
  const headers = commits.map(readCommitHeader)
  const base = epoch - BigInt(commits.length)
  const isSequence = headers.every(
    (header, at) => isEqual(header.groupId, groupId) && header.epoch === base + BigInt(at),
  )
  if (!isSequence) throw new ServiceError("group-malformed", "the commits do not follow each other to this epoch")
}

// Members of one epoch show the same but for how far back they remember.
function distinct(claims: readonly Claim[]): readonly Claim[] {
  const isSame = (a: Claim, b: Claim) =>
    a.group === b.group &&
    a.commits.length === b.commits.length &&
    a.commits.every((commit, at) => isEqual(commit, b.commits[at] ?? new Uint8Array()))
  return claims.filter((claim, at) => claims.findIndex((other) => isSame(claim, other)) === at)
}

function isBetter(a: Ranked, b: Ranked): boolean {
  if (a.reach !== b.reach) return a.reach > b.reach
  if (a.claim.group.epoch !== b.claim.group.epoch) return a.claim.group.epoch > b.claim.group.epoch
  return a.claim.commits.length > b.claim.commits.length
}

interface Ranked {
  readonly claim: Claim
  readonly reach: number
}

/** Whether everybody in the claimed group claims something; a group of one may be anybody's old one. */
export function isComplete({ group }: Claim, claims: readonly Claim[]): boolean {
  const names = new Set(claims.map(({ identityKey }) => toHex(identityKey)))
  return group.leaves.length > 1 && group.leaves.every(({ identityKey }) => names.has(toHex(identityKey)))
}
