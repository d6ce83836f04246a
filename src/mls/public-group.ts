// A group as everybody may know it who holds no secret of it: the delivery service follows a meeting with this, and a
// client judges commits by it.

import { type ClientState, nextEpochContext } from "ts-mls/clientState.js"
import { encodeGroupContext, type GroupContext } from "ts-mls/groupContext.js"
import { type GroupInfo, verifyGroupInfoSignature } from "ts-mls/groupInfo.js"
import { decodeRatchetTree, encodeRatchetTree, type RatchetTree } from "ts-mls/ratchetTree.js"
import { concat, isEqual, sha256, utf8 } from "../bytes/bytes.ts"
import { PolicyError } from "./errors.ts"
import { judgeTree } from "./judged-tree.ts"
import { groupExtensions, readGroupExtensions } from "./group-extensions.ts"
import { type MeetingContext, verifyContext } from "./meeting-context.ts"
import type { Judgement } from "./judgement.ts"
import type { MlsSuite } from "./suite.ts"
import { judgeSuccession, type Succession } from "./succession.ts"
import { leafNodeAt, type PublicLeaf, readLeaves, withNewLeaf, withoutLeaf } from "./tree.ts"
import { applyPath } from "./update-path.ts"
import { decodeGroupInfo } from "./wire.ts"

export type { PublicLeaf } from "./tree.ts"

const GROUP_ID_BYTES = 32

export interface PublicGroup {
  readonly groupId: Uint8Array
  readonly epoch: bigint
  /** The group id that the host's statements name: its own, in a successor group the first one's. */
  readonly origin: Uint8Array
  /** What the meeting extension of this epoch says. */
  readonly context: MeetingContext
  /** What the group succeeds; null for a meeting's first. */
  readonly succession: Succession | null
  readonly confirmationTag: Uint8Array
  readonly leaves: readonly PublicLeaf[]
  readonly suite: MlsSuite
  /** The library's own view of the same; nothing outside this folder reads it. */
  readonly groupContext: GroupContext
  readonly tree: RatchetTree
}

/** A group as a GroupInfo shows it to newcomers. */
export interface OfferedGroup extends PublicGroup {
  /** HPKE public key that an external join seals its init secret to (RFC 9420 §8.3). */
  readonly externalKey: Uint8Array
}

/**
 * Reads a GroupInfo with its tree and checks all of it that can be checked without secrets: strict encoding, the
 * signer's signature, the tree and every credential in it, the meeting extension.
 *
 * Throws PolicyError. Whether it is the expected meeting's group is the caller's question (`verifyExpectation`).
 */
export async function readGroupInfo(bytes: Uint8Array, suite: MlsSuite): Promise<OfferedGroup> {
  const { groupInfo, tree, externalKey } = decodeParts(bytes)
  const { groupContext, confirmationTag } = groupInfo
  const { groupId, epoch, cipherSuite } = groupContext
  if (cipherSuite !== suite.name) throw new PolicyError("wrong-suite", "the group uses another cipher suite")
  if (groupId.length !== GROUP_ID_BYTES) throw new PolicyError("wrong-group", "a group id has 32 bytes")
  const { context, succession } = readGroupExtensions(groupContext.extensions)
  const origin = succession?.origin ?? groupId
  await verifyContext(origin, context)
  const leaves = await judgeTree(tree, groupContext, { context, origin }, suite)
  await verifySigner(groupInfo, tree, suite)
  const group = { groupId, epoch, origin, context, succession, confirmationTag, leaves, suite, groupContext, tree }
  judgeSuccession(group)
  return { ...group, externalKey }
}

/** Checks that a GroupInfo is a member's of exactly this group and epoch; throws PolicyError. */
export async function verifyGroupInfo(group: PublicGroup, bytes: Uint8Array): Promise<void> {
  const { groupInfo, tree } = decodeParts(bytes)
  const isSameGroup =
    isEqual(encodeGroupContext(groupInfo.groupContext), encodeGroupContext(group.groupContext)) &&
    isEqual(groupInfo.confirmationTag, group.confirmationTag) &&
    isEqual(encodeRatchetTree(tree), encodeRatchetTree(group.tree))
  if (!isSameGroup) throw new PolicyError("group-info-differs", "the group info is not of this group and epoch")
  await verifySigner(groupInfo, group.tree, group.suite)
}

/**
 * Names the state of a group in one epoch, 32 bytes: SHA-256("Wardroom state" ‖ 0x00 ‖ GroupContext ‖ confirmation tag).
 *
 * The GroupContext holds the tree's hash. Who does not know the confirmation tag can test no guess of who is in it.
 */
export async function stateDigest({ groupContext, confirmationTag }: PublicGroup): Promise<Uint8Array> {
  return sha256(concat(utf8("Wardroom state\0"), encodeGroupContext(groupContext), confirmationTag))
}

/** The public part of a member's own state, which was judged when it came to be; `known` is the epoch before. */
export function publicGroupOf(state: ClientState, suite: MlsSuite, known?: PublicGroup): PublicGroup {
  const { groupContext, ratchetTree: tree, confirmationTag } = state
  const { groupId, epoch } = groupContext
  const { context, succession } = readGroupExtensions(groupContext.extensions)
  const origin = succession?.origin ?? groupId
  const leaves = readLeaves(tree, known)
  return { groupId, epoch, origin, context, succession, confirmationTag, leaves, suite, groupContext, tree }
}

/**
 * The group after a commit that `judgeCommit` passed for this very group; throws PolicyError `parent-hash`.
 *
 * What remains unknown without secrets is whether the confirmation tag is right: the members tell that.
 */
export async function nextPublicGroup(group: PublicGroup, judged: Judgement): Promise<PublicGroup> {
  const { suite, groupContext } = group
  const { content, auth } = judged.commit
  const tree = await nextTree(group, judged)
  const { succession } = group
  const { context } = judged
  const extensions = judged.kind === "context" ? groupExtensions({ context, succession }) : groupContext.extensions
  const treeHash = await suite.treeHashes.ofTree(tree)
  const nextContext = await nextEpochContext(
    { ...groupContext, extensions },
    "mls_public_message",
    content,
    auth.signature,
    treeHash,
    group.confirmationTag,
    suite.hash,
  )
  return {
    groupId: group.groupId,
    epoch: nextContext.epoch,
    origin: group.origin,
    context,
    succession,
    confirmationTag: auth.confirmationTag,
    leaves: readLeaves(tree, group),
    suite,
    groupContext: nextContext,
    tree,
  }
}

async function nextTree(group: PublicGroup, judged: Judgement): Promise<RatchetTree> {
  const { path } = judged.commit.content.commit
  const removed = judged.removed.reduce((tree, { leaf }) => withoutLeaf(tree, leaf), group.tree)
  if (!path) return removed
  const tree = judged.added ? withNewLeaf(removed, path.leafNode).tree : removed
  try {
    return await applyPath(tree, judged.leaf, path, group.suite)
  } catch (error) {
    throw new PolicyError("parent-hash", "the update path does not fit the tree", { cause: error })
  }
}

interface GroupInfoParts {
  readonly groupInfo: GroupInfo
  readonly tree: RatchetTree
  readonly externalKey: Uint8Array
}

function decodeParts(bytes: Uint8Array): GroupInfoParts {
  const groupInfo = decodeGroupInfo(bytes)
  const { extensions } = groupInfo
  const extension = extensions.find(({ extensionType }) => extensionType === "ratchet_tree")
  const external = extensions.find(({ extensionType }) => extensionType === "external_pub")
  if (extensions.length !== 2 || !external || !extension) {
    throw new PolicyError("group-info-extensions", "a group info has exactly external_pub and ratchet_tree")
  }
  return { groupInfo, tree: decodeTree(extension.extensionData), externalKey: external.extensionData }
}

function decodeTree(data: Uint8Array): RatchetTree {
  try {
    const [tree, length] = decodeRatchetTree(data, 0) ?? []
    if (tree && length === data.length && isEqual(encodeRatchetTree(tree), data)) return tree
  } catch (error) {
    throw new PolicyError("tree-structure", "the tree cannot be read", { cause: error })
  }
  throw new PolicyError("tree-structure", "not exactly one tree in its shortest form")
}

/** Throws PolicyError `group-info-signature` where the signer is not in the tree, or did not sign it. */
export async function verifySigner(groupInfo: GroupInfo, tree: RatchetTree, suite: MlsSuite): Promise<void> {
  const signer = leafNodeAt(tree, groupInfo.signer)
  if (!signer || !(await verifyGroupInfoSignature(groupInfo, signer.signaturePublicKey, suite.signature))) {
    throw new PolicyError("group-info-signature", "the group info's signature does not verify")
  }
}
