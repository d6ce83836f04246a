// Following somebody else's commit after the policy passed it (RFC 9420 §12.4.2), from the library's parts: what the
// policy has verified is not verified twice, and the secret tree (§9), six derivations for each member, is not derived:
// only application messages and PrivateMessages would need it, and here nobody sends or reads any.

import { verifyMembershipTag } from "ts-mls/authenticatedContent.js"
import type { ClientState } from "ts-mls/clientState.js"
import { toTbs, verifyConfirmationTag } from "ts-mls/framedContent.js"
import { initializeEpoch } from "ts-mls/keySchedule.js"
import { accumulatePskSecret, type PskIndex } from "ts-mls/pskIndex.js"
import { newState } from "./client-state.ts"
import { MlsError } from "./errors.ts"
import type { Judgement } from "./judgement.ts"
import { nextPublicGroup, type PublicGroup } from "./public-group.ts"
import { externalInitSecret, followPath } from "./received-path.ts"

/**
 * Follows a commit that `judgeCommit` passed for this very group, of which `state` is a member's; null when it removes
 * that member.
 *
 * Throws PolicyError `parent-hash` for what the service sees as well when it applies the path; MlsError
 * `unreadable-commit` when only members can tell what is wrong: tags, secrets or keys.
 */
export async function followCommit(
  group: PublicGroup,
  state: ClientState,
  judged: Judgement,
  pskIndex: PskIndex,
): Promise<ClientState | null> {
  const next = await nextPublicGroup(group, judged)
  try {
    await verifyMembership(group, state, judged)
    if (judged.removed.some(({ leaf }) => leaf === state.privatePath.leafIndex)) return null
    return await nextState({ group, state, judged, next, pskIndex })
  } catch (cause) {
    throw new MlsError("unreadable-commit", "a commit that the policy allows cannot be followed", { cause })
  }
}

/** RFC 9420 §6.2; a newcomer's message has no tag. */
async function verifyMembership(
  { groupContext, suite }: PublicGroup,
  { keySchedule }: ClientState,
  { commit: { message } }: Judgement,
): Promise<void> {
  if (message.senderType !== "member") return
  const { auth, membershipTag } = message
  const tagged = { contentTbs: toTbs(message.content, "mls_public_message", groupContext), auth }
  if (!(await verifyMembershipTag(keySchedule.membershipKey, tagged, membershipTag, suite.hash))) {
    throw new TypeError("the membership tag is wrong")
  }
}

async function nextState(following: {
  readonly group: PublicGroup
  readonly state: ClientState
  readonly judged: Judgement
  readonly next: PublicGroup
  readonly pskIndex: PskIndex
}): Promise<ClientState> {
  const { group, state, judged, next, pskIndex } = following
  const { suite } = group
  const { privatePath, commitSecret } = await followPath(group, state, judged, next)
  const proposals = judged.commit.content.commit.proposals.flatMap((entry) =>
    entry.proposalOrRefType === "proposal" ? [entry.proposal] : [],
  )
  const ids = proposals.flatMap((proposal) => (proposal.proposalType === "psk" ? [proposal.psk.preSharedKeyId] : []))
  const [pskSecret] = await accumulatePskSecret(ids, pskIndex, suite, new Uint8Array(suite.kdf.size))
  const outsideSecret = await externalInitSecret(state, proposals, suite)
  const initSecret = outsideSecret ?? state.keySchedule.initSecret
  const secrets = await initializeEpoch(initSecret, commitSecret, next.groupContext, pskSecret, suite.kdf)
  // The epoch's own init secret is wanted again if the commit is taken back.
  outsideSecret?.fill(0)
  const { joinerSecret, welcomeSecret, encryptionSecret, keySchedule } = secrets
  for (const secret of [commitSecret, pskSecret, joinerSecret, welcomeSecret, encryptionSecret]) secret.fill(0)
  const { groupContext, confirmationTag, tree: ratchetTree } = next
  const { confirmedTranscriptHash } = groupContext
  const { confirmationKey } = keySchedule
  if (!(await verifyConfirmationTag(confirmationKey, confirmationTag, confirmedTranscriptHash, suite.hash))) {
    throw new TypeError("the confirmation tag is wrong")
  }
  return newState({ groupContext, ratchetTree, keySchedule, privatePath, confirmationTag })
}
