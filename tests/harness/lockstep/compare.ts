// What must be the same in both.

import type { ClientState } from "ts-mls/clientState.js"
import { encodeGroupContext, type GroupContext } from "ts-mls/groupContext.js"
import { encodeKeySchedule } from "ts-mls/keySchedule.js"
import { getCommitSecret, pathToPathSecrets } from "ts-mls/pathSecrets.js"
import { type PrivateKeyPath, toPrivateKeyPath } from "ts-mls/privateKeyPath.js"
import { encodeRatchetTree, type RatchetTree } from "ts-mls/ratchetTree.js"
import { toLeafIndex, toNodeIndex } from "ts-mls/treemath.js"
import { createUpdatePath, encodeUpdatePath } from "ts-mls/updatePath.js"
import { randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { createPath } from "../../../src/mls/path-renewal.ts"
import type { MlsSuite } from "../../../src/mls/suite.ts"
import { librarysKem, ourKem, repeatable } from "./library-suite.ts"

/** Throws, naming `what`, unless both are the same. */
export function requireSame<T extends boolean | Uint8Array>(what: string, ours: T, theirs: T): void {
  const [one, other] = [ours, theirs].map((value) => (value instanceof Uint8Array ? toHex(value) : value))
  if (one !== other) throw new Error(`the library and we differ in the ${what}`)
}

export function requireSameState(ours: ClientState, theirs: ClientState): void {
  requireSame("group context", encodeGroupContext(ours.groupContext), encodeGroupContext(theirs.groupContext))
  requireSame("key schedule", encodeKeySchedule(ours.keySchedule), encodeKeySchedule(theirs.keySchedule))
  requireSame("tree", encodeRatchetTree(ours.ratchetTree), encodeRatchetTree(theirs.ratchetTree))
  requireSame("confirmation tag", ours.confirmationTag, theirs.confirmationTag)
  requireSameKeys(ours.privatePath, theirs.privatePath)
}

/** From the same randomness both make the same path, tree, keys and commit secret. */
export async function requireSamePath(
  tree: RatchetTree,
  privatePath: PrivateKeyPath,
  groupContext: GroupContext,
  suite: MlsSuite,
): Promise<void> {
  const seed = randomBytes(32)
  const [ourSuite, librarySuite] = await Promise.all([
    repeatable(suite, ourKem(suite.name), seed),
    repeatable(suite, librarysKem(suite.name), seed),
  ])
  const leaf = toLeafIndex(privatePath.leafIndex)
  const ours = await createPath(tree, privatePath, groupContext, ourSuite)
  const library = await createUpdatePath(tree, leaf, groupContext, new Uint8Array(), librarySuite)
  const [nextTree, path, secrets, leafSecret] = library
  requireSame("update path", encodeUpdatePath(ours.path), encodeUpdatePath(path))
  requireSame("renewed tree", encodeRatchetTree(ours.tree), encodeRatchetTree(nextTree))
  const above = await toPrivateKeyPath(pathToPathSecrets(secrets), leaf, librarySuite)
  const leafKey = await librarySuite.hpke.exportPrivateKey(leafSecret)
  const privateKeys = { ...privatePath.privateKeys, ...above.privateKeys, [2 * leaf]: leafKey }
  requireSameKeys(ours.privatePath, { ...privatePath, privateKeys })
  const top = secrets.at(-1)
  if (!top) return // alone: the commit secret is random
  const commitSecret = await getCommitSecret(nextTree, toNodeIndex(top.nodeIndex), top.secret, librarySuite.kdf)
  requireSame("commit secret", ours.commitSecret, commitSecret)
}

function requireSameKeys(ours: PrivateKeyPath, theirs: PrivateKeyPath): void {
  const [one, other] = [ours, theirs].map(({ leafIndex, privateKeys }) =>
    JSON.stringify([leafIndex, Object.entries(privateKeys).map(([index, key]) => [index, toHex(key)])]),
  )
  if (one !== other) throw new Error("the library and we differ in the private keys")
}
