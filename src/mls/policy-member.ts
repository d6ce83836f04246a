// Commits of members that renew their author's path: remove and heal.

import { encodeLeafNodeData, type LeafNode } from "ts-mls/leafNode.js"
import type { Proposal } from "ts-mls/proposal.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import { isEqual } from "../bytes/bytes.ts"
import { isSigned } from "../bytes/statement.ts"
import { decodeAuthenticatedData, type RemoveReason } from "./authenticated-data.ts"
import { PolicyError } from "./errors.ts"
import { isHost } from "./hosts.ts"
import type { Judgement, RemovedLeaf } from "./judgement.ts"
import { judgePath, requirePath } from "./policy-path.ts"
import type { PublicGroup } from "./public-group.ts"
import { leafNodeAt, type PublicLeaf, withoutLeaf } from "./tree.ts"
import type { CommitMessage } from "./wire.ts"

/** A member's commit without proposals. */
export async function judgeHeal(group: PublicGroup, commit: CommitMessage, author: PublicLeaf): Promise<Judgement> {
  decodeAuthenticatedData("heal", commit.content.authenticatedData)
  await judgeOwnPath(group, commit, author, group.tree)
  return judgement("heal", group, commit, author, [])
}

/** A member's commit of nothing but Removes, each with its reason. */
export async function judgeRemove(
  group: PublicGroup,
  commit: CommitMessage,
  proposals: readonly Proposal[],
  author: PublicLeaf,
): Promise<Judgement> {
  const { reasons } = decodeAuthenticatedData("remove", commit.content.authenticatedData)
  const leaves = proposals.flatMap((proposal) => (proposal.proposalType === "remove" ? [proposal.remove.removed] : []))
  const agree = reasons.length === leaves.length && reasons.every(({ leaf }, at) => leaf === leaves[at])
  if (!agree || new Set(leaves).size !== leaves.length) {
    throw new PolicyError("reasons-mismatch", "each Remove needs one reason, in the same order")
  }
  const removed = await Promise.all(reasons.map((reason) => judgeReason(group, reason, author)))
  const tree = removed.reduce((rest, { leaf }) => withoutLeaf(rest, leaf), group.tree)
  await judgeOwnPath(group, commit, author, tree)
  return judgement("remove", group, commit, author, removed)
}

async function judgeReason(group: PublicGroup, reason: RemoveReason, author: PublicLeaf): Promise<RemovedLeaf> {
  const leaf = group.leaves.find((candidate) => candidate.leaf === reason.leaf)
  if (!leaf) throw new PolicyError("removes-nobody", "no such leaf in the tree")
  if (leaf.leaf === author.leaf) throw new PolicyError("removes-itself", "nobody can commit its own removal")
  const { groupId, epoch, context } = group
  const { identityKey, leafKey } = leaf
  switch (reason.reason) {
    case "left":
      if (await isSigned(identityKey, reason.signature, "leave", { groupId, leafKey })) break
      throw new PolicyError("left-forged", "the leaver did not sign this")
    case "gone":
      if (await isSigned(context.serviceKey, reason.signature, "gone", { groupId, epoch, identityKey, leafKey })) break
      throw new PolicyError("gone-forged", "the service did not sign this for this epoch")
    case "order":
      if (!isHost(author, context)) throw new PolicyError("order-not-host", "only a host removes by order")
      // A host comes back without a ticket, so a co-host is taken off the list first, which takes the host key.
      if (isHost(leaf, context)) throw new PolicyError("removes-host", "no order removes a host")
  }
  return { ...leaf, reason: reason.reason }
}

async function judgeOwnPath(
  group: PublicGroup,
  commit: CommitMessage,
  author: PublicLeaf,
  tree: RatchetTree,
): Promise<void> {
  const path = requirePath(commit.content.commit.path)
  const before = leafNodeAt(group.tree, author.leaf)
  if (!before || !isSameMember(before, path.leafNode)) {
    throw new PolicyError("leaf-changed", "a member's path renews its encryption key and nothing else")
  }
  await judgePath(group, path, { leaf: author.leaf, tree })
}

/** Whether two leaves differ in their encryption key at most. */
function isSameMember(before: LeafNode, after: LeafNode): boolean {
  const { hpkePublicKey } = before
  return isEqual(encodeLeafNodeData(before), encodeLeafNodeData({ ...after, hpkePublicKey }))
}

function judgement(
  kind: "heal" | "remove",
  group: PublicGroup,
  commit: CommitMessage,
  author: PublicLeaf,
  removed: readonly RemovedLeaf[],
): Judgement {
  return {
    kind,
    epoch: group.epoch + 1n,
    author: author.identityKey,
    leaf: author.leaf,
    added: null,
    removed,
    context: group.context,
    rotation: null,
    confirmationTag: commit.auth.confirmationTag,
    commit,
  }
}
