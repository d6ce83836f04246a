// The secrets that a commit holds for this member: its path's (RFC 9420 §7.5) and a newcomer's init secret (§8.3).

import type { ClientState } from "ts-mls/clientState.js"
import { applyUpdatePathSecret } from "ts-mls/createCommit.js"
import { deriveSecret } from "ts-mls/crypto/kdf.js"
import { pathToRoot } from "ts-mls/pathSecrets.js"
import type { PrivateKeyPath } from "ts-mls/privateKeyPath.js"
import type { Proposal } from "ts-mls/proposal.js"
import { rootFromNodeWidth, toLeafIndex, toNodeIndex } from "ts-mls/treemath.js"
import { isEqual, utf8 } from "../bytes/bytes.ts"
import type { Judgement } from "./judgement.ts"
import { deriveKeys } from "./node-keys.ts"
import type { PublicGroup } from "./public-group.ts"
import type { MlsSuite } from "./suite.ts"

const EXTERNAL_INIT_LABEL = utf8("MLS 1.0 external init secret")

interface FollowedPath {
  readonly privatePath: PrivateKeyPath
  readonly commitSecret: Uint8Array
}

/** Opens the path of a commit from `group` to `next`; one without a path has a commit secret of zeros. */
export async function followPath(
  { groupContext, suite }: PublicGroup,
  { privatePath }: ClientState,
  judged: Judgement,
  next: PublicGroup,
): Promise<FollowedPath> {
  const { path } = judged.commit.content.commit
  if (!path) return { privatePath, commitSecret: new Uint8Array(suite.kdf.size) }
  const { tree } = next
  const sealedIn = { ...groupContext, treeHash: next.groupContext.treeHash, epoch: next.epoch }
  const author = toLeafIndex(judged.leaf)
  const { nodeIndex, pathSecret } = await applyUpdatePathSecret(tree, privatePath, author, sealedIn, path, [], suite)
  const secrets = await pathToRoot(tree, toNodeIndex(nodeIndex), pathSecret, suite.kdf)
  const top = secrets[rootFromNodeWidth(tree.length)]
  if (!top) throw new TypeError("the path does not reach the root")
  const entries = Object.entries(secrets).map(([index, secret]) => keyOf(next, Number(index), secret))
  const privateKeys = { ...privatePath.privateKeys, ...Object.fromEntries((await Promise.all(entries)).flat()) }
  const commitSecret = await deriveSecret(top, "path", suite.kdf)
  for (const secret of Object.values(secrets)) secret.fill(0)
  return { privatePath: { ...privatePath, privateKeys }, commitSecret }
}

// RFC 9420 §12.4.2: the public keys of the path must be those that its secrets yield. 1.6.4 does not compare, and a
// member could so put keys into the tree to which nobody can decrypt: the next honest commit would break the group.
async function keyOf(
  { tree, suite }: PublicGroup,
  index: number,
  secret: Uint8Array,
): Promise<(readonly [number, Uint8Array])[]> {
  const node = tree[index]
  if (!node) return [] // the library takes a step to a blank root too, which has a secret but no key
  const { publicKey, privateKey } = await deriveKeys(secret, suite)
  if (node.nodeType !== "parent" || !isEqual(publicKey, node.parent.hpkePublicKey)) {
    throw new TypeError("the path's public keys are not those of its secrets")
  }
  return [[index, privateKey]]
}

/** The init secret that a newcomer sealed to the group; null for a member's commit. */
export async function externalInitSecret(
  { keySchedule }: ClientState,
  proposals: readonly Proposal[],
  { hpke, kdf }: MlsSuite,
): Promise<Uint8Array | null> {
  const init = proposals.find((proposal) => proposal.proposalType === "external_init")
  if (!init) return null
  const { privateKey } = await hpke.deriveKeyPair(keySchedule.externalSecret)
  const { kemOutput } = init.externalInit
  return hpke.importSecret(privateKey, EXTERNAL_INIT_LABEL, kemOutput, kdf.size, new Uint8Array())
}
