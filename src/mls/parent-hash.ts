// Parent hashes (RFC 9420 §7.9) in trees without unmerged leaves, which are all that our groups have (tree.ts): the
// library copies the whole tree for each of them, in case there are some to take out.

import { encodeParentHashInput } from "ts-mls/parentHash.js"
import { findFirstNonBlankAncestor, type Node, type RatchetTree } from "ts-mls/ratchetTree.js"
import { isLeaf, left, type NodeIndex, right, rootFromNodeWidth, toNodeIndex } from "ts-mls/treemath.js"
import { isEqual } from "../bytes/bytes.ts"
import type { MlsSuite } from "./suite.ts"

export interface ParentHash {
  readonly hash: Uint8Array
  /** The node that it is the hash of: the nearest ancestor that is not blank, else the root; null above the root. */
  readonly ancestor: NodeIndex | null
}

/** The parent hash that the node at `index` must have; throws TypeError for a tree with unmerged leaves. */
export async function parentHashAt(tree: RatchetTree, index: NodeIndex, suite: MlsSuite): Promise<ParentHash> {
  if (index === rootFromNodeWidth(tree.length)) return { hash: new Uint8Array(), ancestor: null }
  const ancestor = findFirstNonBlankAncestor(tree, index)
  const node = tree[ancestor]
  if (!node) return { hash: new Uint8Array(), ancestor }
  if (node.nodeType === "leaf") throw new TypeError("a leaf is in the place of a parent")
  const { hpkePublicKey, parentHash, unmergedLeaves } = node.parent
  if (unmergedLeaves.length > 0) throw new TypeError("a group of external commits has no unmerged leaves")
  const sibling = index < ancestor ? right(ancestor) : left(ancestor)
  const originalSiblingTreeHash = await suite.treeHashes.ofSubtree(tree, sibling)
  const input = encodeParentHashInput({ encryptionKey: hpkePublicKey, parentHash, originalSiblingTreeHash })
  return { hash: await suite.hash.digest(input), ancestor }
}

/** Whether every parent is vouched for by exactly one of its descendants (RFC 9420 §7.9.2). */
export async function areParentHashesValid(tree: RatchetTree, suite: MlsSuite): Promise<boolean> {
  await suite.treeHashes.ofTree(tree) // each once, before everybody climbs at once
  const places = tree.map((_, index) => toNodeIndex(index))
  const chains = await Promise.all(
    places.filter((index) => isLeaf(index) && tree[index]).map((index) => vouchedFrom(tree, index, suite)),
  )
  const vouchers = new Map<NodeIndex, number>()
  for (const ancestor of chains.flat()) vouchers.set(ancestor, (vouchers.get(ancestor) ?? 0) + 1)
  return places.every((index) => tree[index]?.nodeType !== "parent" || vouchers.get(index) === 1)
}

/** Whom a leaf vouches for, and whom those do, up to the first whose hash is another. */
async function vouchedFrom(tree: RatchetTree, leaf: NodeIndex, suite: MlsSuite): Promise<NodeIndex[]> {
  const vouched: NodeIndex[] = []
  let at = leaf
  for (;;) {
    const node = tree[at]
    const claimed = node && claimedHash(node)
    if (!claimed) return vouched
    // oxlint-disable-next-line no-await-in-loop -- from the leaf upwards
    const { hash, ancestor } = await parentHashAt(tree, at, suite)
    if (ancestor === null || !isEqual(hash, claimed)) return vouched
    vouched.push(ancestor)
    at = ancestor
  }
}

function claimedHash(node: Node): Uint8Array | null {
  if (node.nodeType === "parent") return node.parent.parentHash
  return node.leaf.leafNodeSource === "commit" ? node.leaf.parentHash : null
}
