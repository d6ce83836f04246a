// Trees with something wrong in them, which a member signs: the library and we must judge them alike.

import type { ClientState } from "ts-mls/clientState.js"
import { validateRatchetTree } from "ts-mls/clientState.js"
import { ratchetTreeFromExtension, verifyGroupInfoSignature } from "ts-mls/groupInfo.js"
import type { LeafNode } from "ts-mls/leafNode.js"
import { verifyParentHashes } from "ts-mls/parentHash.js"
import type { ParentNode } from "ts-mls/parentNode.js"
import { getSignaturePublicKeyFromLeafIndex, type RatchetTree } from "ts-mls/ratchetTree.js"
import { treeHashRoot } from "ts-mls/treeHash.js"
import { toLeafIndex } from "ts-mls/treemath.js"
import { CLIENT_CONFIG } from "../../../src/mls/client-state.ts"
import { PolicyError } from "../../../src/mls/errors.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import type { OwnLeaf } from "../../../src/mls/leaf-key.ts"
import { areParentHashesValid } from "../../../src/mls/parent-hash.ts"
import { readGroupInfo } from "../../../src/mls/public-group.ts"
import { createSuite } from "../../../src/mls/suite.ts"
import { decodeGroupInfo } from "../../../src/mls/wire.ts"
import type { Random } from "../random.ts"
import { requireSame } from "./compare.ts"

type Change = (tree: RatchetTree, random: Random) => void

/** What is done to a copy of a tree that has at least two leaves and a parent. */
const CHANGES: readonly Change[] = [
  () => {},
  (tree, random) => changeParent(tree, random, ({ parentHash }) => ({ parentHash: flip(parentHash, random) })),
  (tree, random) => changeParent(tree, random, ({ hpkePublicKey }) => ({ hpkePublicKey: flip(hpkePublicKey, random) })),
  (tree, random) => changeParent(tree, random, () => ({ parentHash: new Uint8Array() })),
  (tree, random) => changeParent(tree, random, () => ({ unmergedLeaves: [random.pick(leavesOf(tree)) / 2] })),
  (tree, random) => void (tree[random.pick(parentsOf(tree))] = undefined),
  (tree, random) => void (tree[random.pick(parentsOf(tree))] = tree[random.pick(parentsOf(tree))]),
  (tree, random) => swap(tree, random.pick(parentsOf(tree)), random.pick(parentsOf(tree))),
  (tree, random) => swap(tree, random.pick(leavesOf(tree)), random.pick(leavesOf(tree))),
  (tree, random) => void (tree[random.pick(leavesOf(tree))] = undefined),
  (tree, random) => changeLeaf(tree, random, (leaf) => changedParentHash(leaf, random)),
  (tree, random) => changeLeaf(tree, random, ({ signature }) => ({ signature: flip(signature, random) })),
  (tree, random) => {
    const blank = tree.flatMap((node, index) => (index % 2 === 1 && !node ? [index] : []))
    if (blank.length > 0) tree[random.pick(blank)] = tree[random.pick(parentsOf(tree))]
  },
]

/** Compares both on a tree changed at random, if it has a parent to change; says whether they refuse it. */
export async function compareOnTampered(
  { ours, own }: { readonly ours: ClientState; readonly own: OwnLeaf },
  random: Random,
): Promise<"refused" | "accepted"> {
  const { suite } = own
  const ratchetTree = ours.ratchetTree.slice()
  if (parentsOf(ratchetTree).length > 0) random.pick(CHANGES)(ratchetTree, random)
  const treeHash = await treeHashRoot(ratchetTree, suite.hash)
  requireSame("tree hash", await suite.treeHashes.ofTree(ratchetTree), treeHash)
  const isOurKind = ratchetTree.every((node) => node?.nodeType !== "parent" || node.parent.unmergedLeaves.length === 0)
  if (isOurKind) {
    const parentHashes = await Promise.all([
      areParentHashesValid(ratchetTree, suite),
      verifyParentHashes(ratchetTree, suite.hash),
    ])
    requireSame("parent hashes", ...parentHashes)
  }
  const groupInfo = await groupInfoOf({ ...ours, ratchetTree, groupContext: { ...ours.groupContext, treeHash } }, suite)
  const fault = await ourFault(groupInfo, own)
  const isLibrarysRefusal = await librarysRefusal(groupInfo, own)
  // Of any other fault the library knows nothing: those are the policy's.
  if (fault === null || fault === "tree-invalid") requireSame("judgement of a tree", fault !== null, isLibrarysRefusal)
  return fault === null ? "accepted" : "refused"
}

async function ourFault(groupInfo: Uint8Array, { suite }: OwnLeaf): Promise<string | null> {
  try {
    await readGroupInfo(groupInfo, await createSuite(suite.name))
    return null
  } catch (error) {
    if (error instanceof PolicyError) return error.fault
    throw error
  }
}

async function librarysRefusal(bytes: Uint8Array, { suite }: OwnLeaf): Promise<boolean> {
  const groupInfo = decodeGroupInfo(bytes)
  const { groupContext, signer } = groupInfo
  const { lifetimeConfig, authService } = CLIENT_CONFIG
  try {
    const tree = ratchetTreeFromExtension(groupInfo)
    if (!tree) return true
    const { treeHash } = groupContext
    const error = await validateRatchetTree(tree, groupContext, lifetimeConfig, authService, treeHash, suite)
    const key = getSignaturePublicKeyFromLeafIndex(tree, toLeafIndex(signer))
    return error !== undefined || !(await verifyGroupInfoSignature(groupInfo, key, suite.signature))
  } catch {
    return true
  }
}

function parentsOf(tree: RatchetTree): number[] {
  return tree.flatMap((node, index) => (node?.nodeType === "parent" ? [index] : []))
}

function leavesOf(tree: RatchetTree): number[] {
  return tree.flatMap((node, index) => (node?.nodeType === "leaf" ? [index] : []))
}

function changeParent(tree: RatchetTree, random: Random, change: (parent: ParentNode) => Partial<ParentNode>): void {
  const index = random.pick(parentsOf(tree))
  const node = tree[index]
  if (node?.nodeType === "parent") tree[index] = { ...node, parent: { ...node.parent, ...change(node.parent) } }
}

function changeLeaf(tree: RatchetTree, random: Random, change: (leaf: LeafNode) => Partial<LeafNode>): void {
  const index = random.pick(leavesOf(tree))
  const node = tree[index]
  if (node?.nodeType === "leaf") tree[index] = { ...node, leaf: Object.assign({ ...node.leaf }, change(node.leaf)) }
}

function changedParentHash(leaf: LeafNode, random: Random): Partial<LeafNode> {
  return leaf.leafNodeSource === "commit" ? { ...leaf, parentHash: flip(leaf.parentHash, random) } : {}
}

function swap(tree: RatchetTree, one: number, other: number): void {
  const node = tree[one]
  tree[one] = tree[other]
  tree[other] = node
}

function flip(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(1)
  const at = random.below(bytes.length)
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.below(8)))
}
