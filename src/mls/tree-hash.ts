// Tree hashes (RFC 9420 §7.8), each computed once: the library digests every leaf again at every commit, and whole
// subtrees again for every parent hash, which in a hundred people's meeting is most of what a commit costs.
//
// A leaf's hash hangs on its node and place, a parent's on its node and the hashes below. Nodes are never changed in
// place, so a node that is the same object has the same hash; whoever changes one all the same is told by a TypeError,
// since a node is frozen once it is remembered.

import { encode } from "ts-mls/codec/tlsEncoder.js"
import type { Hash } from "ts-mls/crypto/hash.js"
import type { LeafNode } from "ts-mls/leafNode.js"
import type { ParentNode } from "ts-mls/parentNode.js"
import type { Node, RatchetTree } from "ts-mls/ratchetTree.js"
import { leafNodeHashInputEncoder, parentNodeHashInputEncoder } from "ts-mls/treeHash.js"
import { isLeaf, left, type NodeIndex, nodeToLeafIndex, right, rootFromNodeWidth } from "ts-mls/treemath.js"

/** There at once where it is remembered: awaiting each node of a large tree would cost more than finding it. */
type Eventual = Uint8Array | Promise<Uint8Array>

interface RememberedLeaf {
  readonly index: NodeIndex
  hash: Eventual
}

interface RememberedParent {
  readonly leftHash: Uint8Array
  readonly rightHash: Uint8Array
  hash: Eventual
}

const encodeLeafInput = encode(leafNodeHashInputEncoder)
const encodeParentInput = encode(parentNodeHashInputEncoder)

/** Computes and remembers tree hashes by one hash function; what is forgotten elsewhere is forgotten here. */
export class TreeHashes {
  readonly #hash: Hash
  readonly #leaves = new WeakMap<LeafNode, RememberedLeaf>()
  /** By place: few, since a group has at most MAX_LEAVES. */
  readonly #blankLeaves = new Map<NodeIndex, RememberedLeaf>()
  readonly #parents = new WeakMap<ParentNode, RememberedParent>()
  /** Of blank parents, by the very hash on their left, which no two places share. */
  readonly #blankParents = new WeakMap<Uint8Array, RememberedParent>()

  constructor(hash: Hash) {
    this.#hash = hash
  }

  /** The hash of a whole tree; rejects where a leaf and a parent are in each other's place. */
  ofTree(tree: RatchetTree): Promise<Uint8Array> {
    return this.ofSubtree(tree, rootFromNodeWidth(tree.length))
  }

  /** The hash of the subtree below a node, that node included. The tree may change after the call. */
  async ofSubtree(tree: RatchetTree, index: NodeIndex): Promise<Uint8Array> {
    return this.#of(tree.slice(), index)
  }

  #of(tree: RatchetTree, index: NodeIndex): Eventual {
    const node = tree[index]
    if (isLeaf(index)) return this.#ofLeaf(leafOf(node), index)
    const parent = parentOf(node)
    const leftHash = this.#of(tree, left(index))
    const rightHash = this.#of(tree, right(index))
    if (leftHash instanceof Uint8Array && rightHash instanceof Uint8Array) {
      return this.#ofParent(parent, leftHash, rightHash)
    }
    return Promise.all([leftHash, rightHash]).then(([ready, other]) => this.#ofParent(parent, ready, other))
  }

  #ofLeaf(leafNode: LeafNode | undefined, index: NodeIndex): Eventual {
    const known = leafNode ? this.#leaves.get(leafNode) : this.#blankLeaves.get(index)
    if (known?.index === index) return known.hash
    const input = encodeLeafInput({ nodeType: "leaf", leafIndex: nodeToLeafIndex(index), leafNode })
    const remembered: RememberedLeaf = { index, hash: this.#hash.digest(input) }
    if (leafNode) this.#leaves.set(Object.freeze(leafNode), remembered)
    else this.#blankLeaves.set(index, remembered)
    return settling(remembered)
  }

  #ofParent(parentNode: ParentNode | undefined, leftHash: Uint8Array, rightHash: Uint8Array): Eventual {
    const known = parentNode ? this.#parents.get(parentNode) : this.#blankParents.get(leftHash)
    if (known?.leftHash === leftHash && known.rightHash === rightHash) return known.hash
    const input = encodeParentInput({ nodeType: "parent", parentNode, leftHash, rightHash })
    const remembered: RememberedParent = { leftHash, rightHash, hash: this.#hash.digest(input) }
    if (parentNode) this.#parents.set(Object.freeze(parentNode), remembered)
    else this.#blankParents.set(leftHash, remembered)
    return settling(remembered)
  }
}

async function settling(remembered: { hash: Eventual }): Promise<Uint8Array> {
  const hash = await remembered.hash
  remembered.hash = hash
  return hash
}

function leafOf(node: Node | undefined): LeafNode | undefined {
  if (node?.nodeType === "parent") throw new TypeError("a parent is in the place of a leaf")
  return node?.leaf
}

function parentOf(node: Node | undefined): ParentNode | undefined {
  if (node?.nodeType === "leaf") throw new TypeError("a leaf is in the place of a parent")
  return node?.parent
}
