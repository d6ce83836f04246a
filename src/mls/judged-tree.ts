// What a joiner checks of a whole tree: the same invariants that the policy keeps commit by commit.

import type { Capabilities } from "ts-mls/capabilities.js"
import type { GroupContext } from "ts-mls/groupContext.js"
import { type LeafNode, verifyLeafNodeSignature } from "ts-mls/leafNode.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import { compareBytes, isEqual } from "../bytes/bytes.ts"
import { verifyCredential } from "./credential.ts"
import { PolicyError, type PolicyFault } from "./errors.ts"
import type { MeetingContext } from "./meeting-context.ts"
import { areParentHashesValid } from "./parent-hash.ts"
import type { MlsSuite } from "./suite.ts"
import { encryptionKeys, leafNodeAt, type PublicLeaf, readLeaves } from "./tree.ts"

/**
 * Checks a tree that came with a GroupInfo and returns its leaves; throws PolicyError.
 *
 * `groupContext` and `context` belong together; the GroupInfo's own signature is the caller's to check.
 */
export async function judgeTree(
  tree: RatchetTree,
  groupContext: GroupContext,
  { context, origin }: { readonly context: MeetingContext; readonly origin: Uint8Array },
  suite: MlsSuite,
): Promise<PublicLeaf[]> {
  const leaves = readLeaves(tree)
  requireUnique(
    "identity-repeated",
    leaves.map((leaf) => leaf.identityKey),
  )
  requireUnique(
    "leaf-key-reused",
    leaves.map((leaf) => leaf.leafKey),
  )
  requireUnique("encryption-key-reused", encryptionKeys(tree))
  for (const node of tree) {
    if (node) requireKeySize(node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey, suite)
  }
  for (const { leaf } of leaves) judgeLeafShape(leafNodeAt(tree, leaf), suite)
  const { groupId } = groupContext
  await Promise.all(
    leaves.map((leaf) =>
      verifyCredential(leaf.credential, { groupId, origin, leafKey: leaf.leafKey, hostKey: context.hostKey }),
    ),
  )
  await validate(tree, groupContext, suite)
  return leaves
}

/** Capabilities, extensions and source that every leaf of ours has; throws PolicyError. */
export function judgeLeafShape(node: LeafNode | null, suite: MlsSuite): void {
  if (!node) throw new PolicyError("tree-structure", "no such leaf")
  if (!isSameClaim(node.capabilities, suite.capabilities)) {
    throw new PolicyError("capabilities", "a leaf must claim exactly the profile's capabilities")
  }
  if (node.extensions.length > 0) throw new PolicyError("leaf-extensions", "a leaf has no extensions")
  if (node.leafNodeSource === "update") throw new PolicyError("leaf-source", "no Update proposals exist here")
}

const CLAIMS = ["versions", "ciphersuites", "extensions", "proposals", "credentials"] as const

function isSameClaim(one: Capabilities, other: Capabilities): boolean {
  return CLAIMS.every((claim) => {
    const [claimed, wanted]: [readonly unknown[], readonly unknown[]] = [one[claim], other[claim]]
    return claimed.length === wanted.length && claimed.every((value, at) => value === wanted[at])
  })
}

/** Throws PolicyError `encryption-key-size`; a key of another length would break the next commit of others. */
export function requireKeySize(encryptionKey: Uint8Array, suite: MlsSuite): void {
  if (encryptionKey.length !== suite.encryptionKeyBytes) {
    const expected = `"encryption_key" must be ${suite.encryptionKeyBytes} bytes`
    throw new PolicyError("encryption-key-size", `${expected}, got ${encryptionKey.length}`)
  }
}

function requireUnique(fault: PolicyFault, values: readonly Uint8Array[]): void {
  const sorted = values.toSorted(compareBytes)
  if (sorted.some((value, at) => at > 0 && compareBytes(value, sorted[at - 1] ?? value) === 0))
    throw new PolicyError(fault, "a value occurs twice in the tree")
}

// Tree hash, parent hashes and leaf signatures (RFC 9420 §12.4.3.1). What else the library looks at is judged above, but
// for the lifetime in the founder's leaf, by which no clock of a member's may decide.
async function validate(tree: RatchetTree, { groupId, treeHash }: GroupContext, suite: MlsSuite): Promise<void> {
  const isSigned = tree.map((node, index) => {
    if (node?.nodeType !== "leaf") return Promise.resolve(true)
    return verifyLeafNodeSignature(node.leaf, groupId, index / 2, suite.signature)
  })
  const checks = [
    suite.treeHashes.ofTree(tree).then((hash) => isEqual(hash, treeHash)),
    areParentHashesValid(tree, suite),
    ...isSigned,
  ]
  const outcomes = await Promise.all(checks)
  if (!outcomes.every(Boolean)) {
    throw new PolicyError("tree-invalid", "leaf signature, parent hash or tree hash is wrong")
  }
}
