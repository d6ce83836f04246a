// Builds a commit and the state behind it, for members and newcomers alike (RFC 9420 §12.4.1, §12.4.3.2), from the
// library's parts. Its own `createCommit` cannot carry a PSK in an external commit, makes Welcomes nobody wants, and
// uses an all-zero commit secret when the path has no nodes: then somebody just removed could follow whoever is left
// alone.

import { type ClientState, nextEpochContext } from "ts-mls/clientState.js"
import type { Extension } from "ts-mls/extension.js"
import { createConfirmationTag, createContentCommitSignature } from "ts-mls/framedContent.js"
import { initializeEpoch } from "ts-mls/keySchedule.js"
import { protectPublicMessage } from "ts-mls/messageProtectionPublic.js"
import type { PrivateKeyPath } from "ts-mls/privateKeyPath.js"
import type { Proposal } from "ts-mls/proposal.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import type { Sender } from "ts-mls/sender.js"
import { newState } from "./client-state.ts"
import { createPath, type Renewal } from "./path-renewal.ts"
import type { PublicGroup } from "./public-group.ts"
import { type MlsSuite, NO_KEY } from "./suite.ts"
import { encodeCommit } from "./wire.ts"

const WIRE_FORMAT = "mls_public_message"

export interface CommitPlan {
  /** The group that is changed. */
  readonly group: PublicGroup
  /** Its tree with the proposals applied and the author's leaf in it. */
  readonly tree: RatchetTree
  readonly sender: Sender
  readonly proposals: readonly Proposal[]
  readonly hasPath: boolean
  readonly authenticatedData: Uint8Array
  /** Group context extensions of the new epoch. */
  readonly extensions: Extension[]
  /** The author's leaf and private keys; of a newcomer the leaf alone. */
  readonly privatePath: PrivateKeyPath
  readonly initSecret: Uint8Array
  readonly pskSecret: Uint8Array
  /** Of the current epoch; a newcomer's message has no membership tag and ignores it. */
  readonly membershipKey: Uint8Array
  /** Signs with the author's leaf key. */
  readonly suite: MlsSuite
}

export interface BuiltCommit {
  readonly commit: Uint8Array
  readonly state: ClientState
}

export async function buildCommit(plan: CommitPlan): Promise<BuiltCommit> {
  const { group, suite, sender } = plan
  const { groupContext } = group
  const { tree, path, privatePath, commitSecret } = plan.hasPath ? await renewPath(plan) : withoutPath(plan)
  const { framedContent, signature } = await createContentCommitSignature(
    groupContext,
    WIRE_FORMAT,
    { proposals: plan.proposals.map((proposal) => ({ proposalOrRefType: "proposal", proposal })), path },
    sender,
    plan.authenticatedData,
    NO_KEY,
    suite.signature,
  )
  const nextContext = await nextEpochContext(
    { ...groupContext, extensions: plan.extensions },
    WIRE_FORMAT,
    framedContent,
    signature,
    await suite.treeHashes.ofTree(tree),
    group.confirmationTag,
    suite.hash,
  )
  const secrets = await initializeEpoch(plan.initSecret, commitSecret, nextContext, plan.pskSecret, suite.kdf)
  const { keySchedule } = secrets
  const { confirmationKey } = keySchedule
  const confirmationTag = await createConfirmationTag(confirmationKey, nextContext.confirmedTranscriptHash, suite.hash)
  const message = await protectPublicMessage(
    plan.membershipKey,
    groupContext,
    {
      content: framedContent,
      auth: { contentType: "commit", signature, confirmationTag },
      wireformat: WIRE_FORMAT,
    },
    suite,
  )
  for (const secret of [commitSecret, secrets.joinerSecret, secrets.welcomeSecret, secrets.encryptionSecret]) {
    secret.fill(0)
  }
  const state = newState({ groupContext: nextContext, ratchetTree: tree, keySchedule, privatePath, confirmationTag })
  return { commit: encodeCommit(message), state }
}

function withoutPath({ tree, privatePath, suite }: CommitPlan) {
  return { tree, path: undefined, privatePath, commitSecret: new Uint8Array(suite.kdf.size) }
}

function renewPath({ group, tree, privatePath, suite }: CommitPlan): Promise<Renewal> {
  return createPath(tree, privatePath, group.groupContext, suite)
}
