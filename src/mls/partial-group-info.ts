// What of a GroupInfo (RFC 9420 §12.4.3) only a member can make. The rest, which is nearly all of it, is known to whoever
// follows the group, so a member hands in this, and the service makes the whole: the very bytes that were signed.
//
// The idea and the name are MIMI's (draft-ietf-mimi-protocol, PartialGroupInfo).

import type { ClientState } from "ts-mls/clientState.js"
import { createGroupInfoWithExternalPubAndRatchetTree } from "ts-mls/createCommit.js"
import type { GroupInfo } from "ts-mls/groupInfo.js"
import { encodeRatchetTree } from "ts-mls/ratchetTree.js"
import { PolicyError } from "./errors.ts"
import { type PublicGroup, verifySigner } from "./public-group.ts"
import type { MlsSuite } from "./suite.ts"
import { encodeGroupInfo } from "./wire.ts"

export interface PartialGroupInfo {
  /** HPKE public key that an external join seals its init secret to (RFC 9420 §8.3). */
  readonly externalKey: Uint8Array
  /** Leaf index. */
  readonly signer: number
  /** Over the whole, with the extensions in the order external_pub, ratchet_tree. */
  readonly signature: Uint8Array
}

/** A member's part of the GroupInfo of an epoch, signed with the own leaf key. */
export async function partialGroupInfoOf(state: ClientState, suite: MlsSuite): Promise<PartialGroupInfo> {
  const { extensions, signer, signature } = await createGroupInfoWithExternalPubAndRatchetTree(state, [], suite)
  const external = extensions.find(({ extensionType }) => extensionType === "external_pub")
  if (!external) throw new PolicyError("group-info-extensions", "a group info has external_pub")
  return { externalKey: external.extensionData, signer, signature }
}

/**
 * The whole GroupInfo of this group and epoch; throws PolicyError `group-info-signature` where a member did not sign
 * exactly that.
 */
export async function completeGroupInfo(group: PublicGroup, partial: PartialGroupInfo): Promise<Uint8Array> {
  const { externalKey, signer, signature } = partial
  const groupInfo: GroupInfo = {
    groupContext: group.groupContext,
    extensions: [
      { extensionType: "external_pub", extensionData: externalKey },
      { extensionType: "ratchet_tree", extensionData: encodeRatchetTree(group.tree) },
    ],
    confirmationTag: group.confirmationTag,
    signer,
    signature,
  }
  await verifySigner(groupInfo, group.tree, group.suite)
  return encodeGroupInfo(groupInfo)
}
