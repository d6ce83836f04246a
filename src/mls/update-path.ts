// An update path as everybody applies it to the tree (RFC 9420 §7.5): the author's leaf and the parents above it anew, each
// with its parent hash. As the library does it, but with the tree hashes that are remembered.

import { filteredDirectPathAndCopathResolution, type RatchetTree } from "ts-mls/ratchetTree.js"
import { directPath, leafToNodeIndex, leafWidth, type NodeIndex, toLeafIndex } from "ts-mls/treemath.js"
import type { UpdatePath } from "ts-mls/updatePath.js"
import { isEqual } from "../bytes/bytes.ts"
import { parentHashAt } from "./parent-hash.ts"
import type { MlsSuite } from "./suite.ts"

/**
 * The tree after somebody's path; `tree` has the proposals applied and, at a join, the new leaf in it.
 *
 * Throws TypeError where the path does not fit; that its keys are new is the policy's to see.
 */
export async function applyPath(
  tree: RatchetTree,
  leaf: number,
  { leafNode, nodes }: UpdatePath,
  suite: MlsSuite,
): Promise<RatchetTree> {
  const places = filteredDirectPathAndCopathResolution(toLeafIndex(leaf), tree)
  const parents = places.flatMap(({ nodeIndex: index }, at) => {
    const node = nodes[at]
    return node ? [{ index, publicKey: node.hpkePublicKey }] : []
  })
  if (nodes.length !== places.length) throw new TypeError("the path has not one node for each that it renews")
  const next = await withParents(tree, leaf, parents, suite)
  const leafIndex = leafToNodeIndex(toLeafIndex(leaf))
  next[leafIndex] = { nodeType: "leaf", leaf: leafNode }
  const { hash } = await parentHashAt(next, leafIndex, suite)
  if (!isEqual(hash, leafNode.parentHash)) throw new TypeError("the leaf's parent hash is not the path's")
  return next
}

export interface RenewedParent {
  readonly index: NodeIndex
  /** For HPKE. */
  readonly publicKey: Uint8Array
}

/** A new tree with the direct path of `leaf` renewed: blank but for these parents, lowest first, and their hashes. */
export async function withParents(
  tree: RatchetTree,
  leaf: number,
  parents: readonly RenewedParent[],
  suite: MlsSuite,
): Promise<RatchetTree> {
  const next = tree.slice()
  for (const index of directPath(leafToNodeIndex(toLeafIndex(leaf)), leafWidth(tree.length))) next[index] = undefined
  for (const { index, publicKey } of parents.toReversed()) {
    // oxlint-disable-next-line no-await-in-loop -- each hash covers the node above
    const { hash } = await parentHashAt(next, index, suite)
    next[index] = { nodeType: "parent", parent: { hpkePublicKey: publicKey, parentHash: hash, unmergedLeaves: [] } }
  }
  return next
}
