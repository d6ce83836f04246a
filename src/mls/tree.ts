// The ratchet tree as our groups have it: everybody joined by external commit, so no node ever has unmerged leaves, and
// every leaf carries a meeting credential.

import type { LeafNode } from "ts-mls/leafNode.js"
import { addLeafNode, type RatchetTree, removeLeafNode } from "ts-mls/ratchetTree.js"
import { leafToNodeIndex, nodeToLeafIndex, toLeafIndex } from "ts-mls/treemath.js"
import { decodeCredential, type MeetingCredential } from "./credential.ts"
import { PolicyError } from "./errors.ts"

/** Leaves a group may have; a leaf index must fit the eight bits of SFrame's key id. */
export const MAX_LEAVES = 250

export interface PublicLeaf {
  /** RFC 9420 leaf index. */
  readonly leaf: number
  readonly identityKey: Uint8Array
  /** Ed25519 signature key of the leaf. */
  readonly leafKey: Uint8Array
  readonly encryptionKey: Uint8Array
  readonly credential: MeetingCredential
}

interface KnownTree {
  readonly tree: RatchetTree
  readonly leaves: readonly PublicLeaf[]
}

/**
 * The leaves in order; throws PolicyError for a tree that no meeting could have, credentials unverified.
 *
 * Leaves that stand in the `known` tree, read before, are not read again.
 */
export function readLeaves(tree: RatchetTree, known: KnownTree = { tree: [], leaves: [] }): PublicLeaf[] {
  const leaves: PublicLeaf[] = []
  const before = new Map(known.leaves.map((leaf) => [leafNodeAt(known.tree, leaf.leaf), leaf]))
  for (const [index, node] of tree.entries()) {
    if (!node) continue
    if ((node.nodeType === "leaf") !== (index % 2 === 0)) {
      throw new PolicyError("tree-structure", "leaves have even, parents odd node indices")
    }
    if (node.nodeType === "leaf")
      leaves.push(placed(before.get(node.leaf), index / 2) ?? readLeaf(node.leaf, index / 2))
    else if (node.parent.unmergedLeaves.length > 0) {
      throw new PolicyError("tree-structure", "a group of external commits has no unmerged leaves")
    }
  }
  const last = leaves.at(-1)
  if (!last || last.leaf >= MAX_LEAVES) {
    throw new PolicyError("tree-structure", `a group has 1 to ${MAX_LEAVES} leaves, in as many places`)
  }
  return leaves
}

function placed(leaf: PublicLeaf | undefined, index: number): PublicLeaf | undefined {
  return leaf?.leaf === index ? leaf : undefined
}

export function readLeaf(node: LeafNode, leaf: number): PublicLeaf {
  if (node.credential.credentialType !== "basic") {
    throw new PolicyError("credential-malformed", "the credential must be a basic one")
  }
  const credential = decodeCredential(node.credential.identity)
  return {
    leaf,
    identityKey: credential.identityKey,
    leafKey: node.signaturePublicKey,
    encryptionKey: node.hpkePublicKey,
    credential,
  }
}

export function leafNodeAt(tree: RatchetTree, leaf: number): LeafNode | null {
  const node = tree[leafToNodeIndex(toLeafIndex(leaf))]
  return node?.nodeType === "leaf" ? node.leaf : null
}

/** Every HPKE public key in the tree. */
export function encryptionKeys(tree: RatchetTree): Uint8Array[] {
  return tree.flatMap((node) => {
    if (!node) return []
    return [node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey]
  })
}

/** The tree after a Remove; empty when that was the only leaf, for which the library would throw. */
export function withoutLeaf(tree: RatchetTree, leaf: number): RatchetTree {
  const isOnlyLeaf = tree.every((node, index) => !node || node.nodeType !== "leaf" || index === 2 * leaf)
  return isOnlyLeaf ? [] : removeLeafNode(tree, toLeafIndex(leaf))
}

/** The tree with a leaf in its leftmost free place (RFC 9420 §7.7), and that leaf's index. */
export function withNewLeaf(tree: RatchetTree, node: LeafNode): { tree: RatchetTree; leaf: number } {
  if (tree.length === 0) return { tree: [{ nodeType: "leaf", leaf: node }], leaf: 0 }
  const [next, nodeIndex] = addLeafNode(tree, node)
  return { tree: next, leaf: nodeToLeafIndex(nodeIndex) }
}
