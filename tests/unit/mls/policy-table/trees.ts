// Trees with one thing wrong.

import type { LeafNode } from "ts-mls/leafNode.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import { randomBytes } from "../../../../src/bytes/bytes.ts"

type ParentNode = Extract<NonNullable<RatchetTree[number]>, { nodeType: "parent" }>["parent"]

/** `make` is called for each parent. */
export function withParents(tree: RatchetTree, make: (parent: ParentNode) => Partial<ParentNode>): RatchetTree {
  return tree.map((node) =>
    node?.nodeType === "parent" ? { ...node, parent: { ...node.parent, ...make(node.parent) } } : node,
  )
}

export function withLeaves(tree: RatchetTree, make: (leaf: LeafNode) => LeafNode): RatchetTree {
  return tree.map((node) => (node?.nodeType === "leaf" ? { ...node, leaf: make(node.leaf) } : node))
}

/** The leaf at node index `to` has what `take` takes of the one at `from`. */
export function withTaken(
  tree: RatchetTree,
  from: number,
  to: number,
  take: (leaf: LeafNode) => Partial<Pick<LeafNode, "signaturePublicKey" | "hpkePublicKey">>,
): RatchetTree {
  const [source, target] = [tree[from], tree[to]]
  if (source?.nodeType !== "leaf" || target?.nodeType !== "leaf") throw new Error("two leaves expected")
  return tree.with(to, { nodeType: "leaf", leaf: { ...target.leaf, ...take(source.leaf) } })
}

/** Leaves that say that an Update put them there, as none of ours can. */
export function asUpdated(leaf: LeafNode): LeafNode {
  if (leaf.leafNodeSource !== "commit") return leaf
  const { parentHash: _, ...rest } = leaf
  return { ...rest, leafNodeSource: "update" }
}

export function unsigned(leaf: LeafNode): LeafNode {
  return { ...leaf, signature: randomBytes(64) }
}

export function claimingLess(leaf: LeafNode): LeafNode {
  return { ...leaf, capabilities: { ...leaf.capabilities, extensions: [] } }
}
