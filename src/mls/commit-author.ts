// Who made a commit: what its signatures prove, also where the policy refuses it.

import { verifyFramedContentSignature } from "ts-mls/framedContent.js"
import { isCredentialSigned } from "./credential.ts"
import type { PublicGroup } from "./public-group.ts"
import { leafNodeAt, readLeaf } from "./tree.ts"
import { type CommitMessage, decodeCommit } from "./wire.ts"

/** Whether a leaf's key signed the commit for this group and epoch (RFC 9420 §6.1). */
export function isSignedByLeaf(
  { groupContext, suite }: PublicGroup,
  { content, auth }: CommitMessage,
  leafKey: Uint8Array,
): Promise<boolean> {
  return verifyFramedContentSignature(leafKey, "mls_public_message", content, auth, groupContext, suite.signature)
}

/**
 * The identity key of a commit's author, or null where its signatures do not prove one: a claim alone would let anybody
 * put the blame on somebody else.
 */
export async function authorOf(group: PublicGroup, bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    const commit = decodeCommit(bytes)
    const { sender } = commit.content
    const { path } = commit.content.commit
    const node = sender.senderType === "member" ? leafNodeAt(group.tree, sender.leafIndex) : path?.leafNode
    if (!node || !(await isSignedByLeaf(group, commit, node.signaturePublicKey))) return null
    const { credential, identityKey, leafKey } = readLeaf(node, 0)
    return (await isCredentialSigned(credential, { groupId: group.groupId, leafKey })) ? identityKey : null
  } catch {
    return null // what cannot be read names nobody
  }
}
