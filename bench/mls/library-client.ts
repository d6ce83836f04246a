// A client that is the library as it is published, and what it lacks for our meetings: a join by external commit with a
// pre-shared key. Credentials are verified by its authentication service (RFC 9420 §5.3.1), as any client must.

import { type ClientState, exportSecret, nextEpochContext, validateRatchetTree } from "ts-mls/clientState.js"
import type { ClientConfig } from "ts-mls/clientConfig.js"
import { createCommit } from "ts-mls/createCommit.js"
import { createConfirmationTag, createContentCommitSignature } from "ts-mls/framedContent.js"
import { ratchetTreeFromExtension, verifyGroupInfoSignature } from "ts-mls/groupInfo.js"
import { initializeEpoch } from "ts-mls/keySchedule.js"
import { encodeMlsMessage } from "ts-mls/message.js"
import { protectPublicMessage } from "ts-mls/messageProtectionPublic.js"
import { getCommitSecret, pathToPathSecrets } from "ts-mls/pathSecrets.js"
import { toPrivateKeyPath, updateLeafKey } from "ts-mls/privateKeyPath.js"
import { processPublicMessage } from "ts-mls/processMessages.js"
import type { Proposal } from "ts-mls/proposal.js"
import { accumulatePskSecret, type PskIndex } from "ts-mls/pskIndex.js"
import { addLeafNode, getSignaturePublicKeyFromLeafIndex } from "ts-mls/ratchetTree.js"
import { createSecretTree } from "ts-mls/secretTree.js"
import { treeHashRoot } from "ts-mls/treeHash.js"
import { leafWidth, nodeToLeafIndex, toLeafIndex, toNodeIndex } from "ts-mls/treemath.js"
import { createUpdatePath } from "ts-mls/updatePath.js"
import { CLIENT_CONFIG } from "../../src/mls/client-state.ts"
import { decodeCredential, verifyCredential } from "../../src/mls/credential.ts"
import type { OwnLeaf } from "../../src/mls/leaf-key.ts"
import type { PublicGroup } from "../../src/mls/public-group.ts"
import type { MlsSuite } from "../../src/mls/suite.ts"
import { decodeCommit, decodeGroupInfo, encodeCommit } from "../../src/mls/wire.ts"

const NO_KEY = new Uint8Array()

/** The library's configuration for a group of ours: the same, but it verifies credentials itself. */
function verifyingConfig({ groupId, origin, context: { hostKey } }: PublicGroup): ClientConfig {
  return {
    ...CLIENT_CONFIG,
    authService: {
      async validateCredential(credential, leafKey) {
        if (credential.credentialType !== "basic") return false
        await verifyCredential(decodeCredential(credential.identity), { groupId, origin, leafKey, hostKey })
        return true
      },
    },
  }
}

/** Checks a group info and its tree, and makes the commit and the state of a newcomer. */
export async function joinByLibrary(
  group: PublicGroup,
  bytes: Uint8Array,
  { publicPackage: { leafNode } }: OwnLeaf,
  psk: PskIndex,
  suite: MlsSuite,
): Promise<{ readonly commit: Uint8Array; readonly state: ClientState }> {
  const groupInfo = decodeGroupInfo(bytes)
  const { groupContext, signer } = groupInfo
  const { kdf, hash } = suite
  const clientConfig = verifyingConfig(group)
  const tree = ratchetTreeFromExtension(groupInfo)
  const externalPub = groupInfo.extensions.find(({ extensionType }) => extensionType === "external_pub")
  if (!tree || !externalPub) throw new Error("the group info lacks an extension")
  const { authService, lifetimeConfig } = clientConfig
  const { treeHash } = groupContext
  const fault = await validateRatchetTree(tree, groupContext, lifetimeConfig, authService, treeHash, suite)
  if (fault) throw fault
  const signerKey = getSignaturePublicKeyFromLeafIndex(tree, toLeafIndex(signer))
  if (!(await verifyGroupInfoSignature(groupInfo, signerKey, suite.signature)))
    throw new Error("the signature is wrong")
  const { enc: kemOutput, secret: initSecret } = await exportSecret(externalPub.extensionData, suite)
  const [withLeaf, place] = addLeafNode(tree, leafNode)
  const leafIndex = nodeToLeafIndex(place)
  const [next, path, secrets, leafSecret] = await createUpdatePath(withLeaf, leafIndex, groupContext, NO_KEY, suite)
  const above = await toPrivateKeyPath(pathToPathSecrets(secrets), leafIndex, suite)
  const privatePath = updateLeafKey(above, await suite.hpke.exportPrivateKey(leafSecret))
  const top = secrets.at(-1)
  if (!top) throw new Error("nobody else is in the group")
  const commitSecret = await getCommitSecret(next, toNodeIndex(top.nodeIndex), top.secret, kdf)
  const pskNonce = suite.rng.randomBytes(kdf.size)
  const preSharedKeyId = { psktype: "external" as const, pskId: group.context.pskId, pskNonce }
  const [pskSecret] = await accumulatePskSecret([preSharedKeyId], psk, suite, new Uint8Array(kdf.size))
  const proposals: Proposal[] = [
    { proposalType: "external_init", externalInit: { kemOutput } },
    { proposalType: "psk", psk: { preSharedKeyId } },
  ]
  const { signature, framedContent } = await createContentCommitSignature(
    groupContext,
    "mls_public_message",
    { proposals: proposals.map((proposal) => ({ proposalOrRefType: "proposal", proposal })), path },
    { senderType: "new_member_commit" },
    new Uint8Array(),
    NO_KEY,
    suite.signature,
  )
  const nextContext = await nextEpochContext(
    groupContext,
    "mls_public_message",
    framedContent,
    signature,
    await treeHashRoot(next, hash),
    groupInfo.confirmationTag,
    hash,
  )
  const { keySchedule, encryptionSecret } = await initializeEpoch(initSecret, commitSecret, nextContext, pskSecret, kdf)
  const { confirmedTranscriptHash } = nextContext
  const confirmationTag = await createConfirmationTag(keySchedule.confirmationKey, confirmedTranscriptHash, hash)
  const message = await protectPublicMessage(
    keySchedule.membershipKey,
    groupContext,
    {
      content: framedContent,
      auth: { signature, confirmationTag, contentType: "commit" },
      wireformat: "mls_public_message",
    },
    suite,
  )
  const state: ClientState = {
    ratchetTree: next,
    groupContext: nextContext,
    secretTree: await createSecretTree(leafWidth(next.length), encryptionSecret, kdf),
    privatePath,
    confirmationTag,
    keySchedule,
    signaturePrivateKey: NO_KEY,
    historicalReceiverData: new Map(),
    unappliedProposals: {},
    groupActiveState: { kind: "active" },
    clientConfig,
  }
  return { commit: encodeCommit(message), state }
}

/** Follows a commit from its bytes. */
export async function receiveByLibrary(
  group: PublicGroup,
  state: ClientState,
  commit: Uint8Array,
  psk: PskIndex,
  suite: MlsSuite,
): Promise<ClientState> {
  const { message } = decodeCommit(commit)
  const { newState } = await processPublicMessage(
    { ...state, clientConfig: verifyingConfig(group) },
    message,
    psk,
    suite,
  )
  return newState
}

/** Commits to some proposals and a path; answers its bytes. */
export async function commitByLibrary(
  group: PublicGroup,
  state: ClientState,
  extraProposals: Proposal[],
  suite: MlsSuite,
): Promise<Uint8Array> {
  const context = { state: { ...state, clientConfig: verifyingConfig(group) }, cipherSuite: suite }
  const { commit } = await createCommit(context, { extraProposals, wireAsPublicMessage: true })
  return encodeMlsMessage(commit)
}
