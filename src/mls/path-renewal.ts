// An author's own update path (RFC 9420 §7.4 to §7.6): as the library makes it, byte for byte, but with the tree hashes
// that are remembered, and with each key pair derived once instead of twice.

import { encode } from "ts-mls/codec/tlsEncoder.js"
import { encryptWithLabel } from "ts-mls/crypto/hpke.js"
import { deriveSecret } from "ts-mls/crypto/kdf.js"
import { type GroupContext, groupContextEncoder } from "ts-mls/groupContext.js"
import { type LeafNode, type LeafNodeCommit, signLeafNodeCommit } from "ts-mls/leafNode.js"
import { getCommitSecret } from "ts-mls/pathSecrets.js"
import type { PrivateKeyPath } from "ts-mls/privateKeyPath.js"
import { filteredDirectPathAndCopathResolution, getHpkePublicKey, type RatchetTree } from "ts-mls/ratchetTree.js"
import { leafToNodeIndex, type NodeIndex, toLeafIndex } from "ts-mls/treemath.js"
import type { UpdatePath, UpdatePathNode } from "ts-mls/updatePath.js"
import { deriveKeys, type NodeKeys } from "./node-keys.ts"
import { parentHashAt } from "./parent-hash.ts"
import { type MlsSuite, NO_KEY } from "./suite.ts"
import { leafNodeAt } from "./tree.ts"
import { withParents } from "./update-path.ts"

export interface Renewal {
  readonly tree: RatchetTree
  readonly path: UpdatePath
  /** The author's keys of the path and its leaf; the others of `privatePath` as they were. */
  readonly privatePath: PrivateKeyPath
  readonly commitSecret: Uint8Array
}

interface KeyedNode extends NodeKeys {
  readonly index: NodeIndex
  /** The nodes below it that its secret is sealed to. */
  readonly resolution: readonly NodeIndex[]
  readonly secret: Uint8Array
}

/** Renews the path of the leaf of `privatePath` in a tree with the proposals applied and that leaf in it. */
export async function createPath(
  tree: RatchetTree,
  privatePath: PrivateKeyPath,
  groupContext: GroupContext,
  suite: MlsSuite,
): Promise<Renewal> {
  const { leafIndex } = privatePath
  const before = leafNodeAt(tree, leafIndex)
  if (!before) throw new TypeError("the author has no leaf in the tree")
  const first = suite.rng.randomBytes(suite.kdf.size)
  const leaf = await deriveKeys(first, suite)
  const nodes = await keyedNodes(tree, leafIndex, first, suite)
  const next = await withParents(tree, leafIndex, nodes, suite)
  const leafNode = await signedLeaf(before, leaf.publicKey, { tree: next, leafIndex, groupContext, suite })
  next[leafToNodeIndex(toLeafIndex(leafIndex))] = { nodeType: "leaf", leaf: leafNode }
  const treeHash = await suite.treeHashes.ofTree(next)
  const context = encode(groupContextEncoder)({ ...groupContext, treeHash, epoch: groupContext.epoch + 1n })
  const sealed = await Promise.all(nodes.map((node) => sealedNode(node, tree, context, suite)))
  const keys = nodes.map(({ index, privateKey }) => [index, privateKey] as const)
  const privateKeys = { ...privatePath.privateKeys, [2 * leafIndex]: leaf.privateKey, ...Object.fromEntries(keys) }
  const commitSecret = await commitSecretOf(next, nodes, suite)
  for (const secret of [first, ...nodes.map(({ secret }) => secret)]) secret.fill(0)
  return { tree: next, path: { leafNode, nodes: sealed }, privatePath: { leafIndex, privateKeys }, commitSecret }
}

async function keyedNodes(
  tree: RatchetTree,
  leafIndex: number,
  first: Uint8Array,
  suite: MlsSuite,
): Promise<KeyedNode[]> {
  const nodes: Promise<KeyedNode>[] = []
  let last = first
  for (const { nodeIndex: index, resolution } of filteredDirectPathAndCopathResolution(toLeafIndex(leafIndex), tree)) {
    // oxlint-disable-next-line no-await-in-loop -- each secret comes of the one before
    const secret = await deriveSecret(last, "path", suite.kdf)
    nodes.push(deriveKeys(secret, suite).then((keys) => ({ index, resolution, secret, ...keys })))
    last = secret
  }
  return Promise.all(nodes)
}

function signedLeaf(
  before: LeafNode,
  hpkePublicKey: Uint8Array,
  place: {
    readonly tree: RatchetTree
    readonly leafIndex: number
    readonly groupContext: GroupContext
    readonly suite: MlsSuite
  },
): Promise<LeafNodeCommit> {
  const { tree, leafIndex, groupContext, suite } = place
  const { extensions, capabilities, credential, signaturePublicKey } = before
  return parentHashAt(tree, leafToNodeIndex(toLeafIndex(leafIndex)), suite).then(({ hash: parentHash }) =>
    signLeafNodeCommit(
      {
        leafNodeSource: "commit",
        hpkePublicKey,
        extensions,
        capabilities,
        credential,
        signaturePublicKey,
        parentHash,
        groupId: groupContext.groupId,
        leafIndex,
      },
      NO_KEY,
      suite.signature,
    ),
  )
}

async function sealedNode(
  { publicKey, resolution, secret }: KeyedNode,
  tree: RatchetTree,
  context: Uint8Array,
  { hpke }: MlsSuite,
): Promise<UpdatePathNode> {
  const recipients = resolution.flatMap((index) => tree[index] ?? [])
  const encryptedPathSecret = await Promise.all(
    recipients.map(async (recipient) => {
      const key = await hpke.importPublicKey(getHpkePublicKey(recipient))
      const { ct: ciphertext, enc: kemOutput } = await encryptWithLabel(key, "UpdatePathNode", context, secret, hpke)
      return { ciphertext, kemOutput }
    }),
  )
  return { hpkePublicKey: publicKey, encryptedPathSecret }
}

/** The last path secret's successor; when the author is alone, and so nobody else needs it, a random one. */
function commitSecretOf(tree: RatchetTree, nodes: readonly KeyedNode[], suite: MlsSuite): Promise<Uint8Array> {
  const top = nodes.at(-1)
  if (!top) return Promise.resolve(suite.rng.randomBytes(suite.kdf.size))
  return getCommitSecret(tree, top.index, top.secret, suite.kdf)
}
