// What holds for every update path: a well-formed leaf, signed, with keys that the tree does not know yet, and nodes
// that fit the tree.

import { verifyLeafNodeSignature } from "ts-mls/leafNode.js"
import { filteredDirectPathAndCopathResolution, type RatchetTree } from "ts-mls/ratchetTree.js"
import { toLeafIndex } from "ts-mls/treemath.js"
import type { UpdatePath } from "ts-mls/updatePath.js"
import { isEqual } from "../bytes/bytes.ts"
import { PolicyError } from "./errors.ts"
import { judgeLeafShape, requireKeySize } from "./judged-tree.ts"
import type { PublicGroup } from "./public-group.ts"
import type { MlsSuite } from "./suite.ts"
import { encryptionKeys } from "./tree.ts"

/** Of both suites' AEADs. */
const AEAD_TAG_BYTES = 16

/** Returns the path, which the commit must have. */
export function requirePath(path: UpdatePath | undefined): UpdatePath {
  if (path) return path
  // A Remove without a path leaves its victim able to compute the next epoch.
  throw new PolicyError("path-missing", "this kind of commit needs a path")
}

/**
 * Judges the path of `leaf`; `tree` is the group's with the proposals applied and, at a join, the new leaf in it.
 *
 * Keys must be new to the tree as it was before, so that a removed leaf's key cannot come back with its removal.
 */
export async function judgePath(
  group: PublicGroup,
  path: UpdatePath,
  place: { readonly leaf: number; readonly tree: RatchetTree },
): Promise<void> {
  const { suite } = group
  judgeLeafShape(path.leafNode, suite)
  judgeKeys(group, path)
  judgeNodes(path, place, suite)
  if (!(await verifyLeafNodeSignature(path.leafNode, group.groupId, place.leaf, suite.signature))) {
    throw new PolicyError("leaf-signature", "the leaf node's signature does not verify")
  }
}

function judgeKeys(group: PublicGroup, path: UpdatePath): void {
  const known = encryptionKeys(group.tree)
  for (const { hpkePublicKey } of [path.leafNode, ...path.nodes]) {
    requireKeySize(hpkePublicKey, group.suite)
    if (known.some((key) => isEqual(key, hpkePublicKey))) {
      throw new PolicyError("encryption-key-reused", "an encryption key is in the tree already")
    }
    known.push(hpkePublicKey)
  }
}

function judgeNodes(
  path: UpdatePath,
  { leaf, tree }: { readonly leaf: number; readonly tree: RatchetTree },
  suite: MlsSuite,
): void {
  const expected = filteredDirectPathAndCopathResolution(toLeafIndex(leaf), tree)
  const fits =
    path.nodes.length === expected.length &&
    expected.every(({ resolution }, at) => path.nodes[at]?.encryptedPathSecret.length === resolution.length)
  if (!fits) throw new PolicyError("path-shape", "the path's nodes do not fit the tree")
  const ciphertexts = path.nodes.flatMap(({ encryptedPathSecret }) => encryptedPathSecret)
  const areSized = ciphertexts.every(
    ({ kemOutput, ciphertext }) =>
      kemOutput.length === suite.kemOutputBytes && ciphertext.length === suite.kdf.size + AEAD_TAG_BYTES,
  )
  if (!areSized) throw new PolicyError("path-shape", "an encrypted path secret has another length than the suite's")
}
