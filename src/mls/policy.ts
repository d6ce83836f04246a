// Which commits a meeting accepts: an allow-list, and a pure function of (group, commit bytes), so that all members and
// the service decide alike. What one of them saw, its clock or its history must never decide here: the others could not
// follow, and the group would fork.

import { getCiphersuiteFromName } from "ts-mls/crypto/ciphersuite.js"
import type { Proposal } from "ts-mls/proposal.js"
import { isEqual } from "../bytes/bytes.ts"
import { isSignedByLeaf } from "./commit-author.ts"
import { PolicyError } from "./errors.ts"
import type { Judgement } from "./judgement.ts"
import { judgeContext } from "./policy-context.ts"
import { judgeJoin } from "./policy-join.ts"
import { judgeHeal, judgeRemove } from "./policy-member.ts"
import type { PublicGroup } from "./public-group.ts"
import { leafNodeAt, type PublicLeaf } from "./tree.ts"
import { type CommitMessage, decodeCommit } from "./wire.ts"

export type { Judgement } from "./judgement.ts"
export { PolicyError, type PolicyFault } from "./errors.ts"
export { isHost } from "./hosts.ts"
export { admissionFor, verifySuccession } from "./succession.ts"
export { decodeTicket, type Ticket, verifyTicket } from "./ticket.ts"
export { MAX_LEAVES } from "./tree.ts"

/**
 * Judges a commit by the group it wants to change; throws PolicyError with the fault of the first rule it breaks.
 *
 * What only members can check, membership tag, confirmation tag and path secrets, is left to MLS itself.
 */
export async function judgeCommit(group: PublicGroup, bytes: Uint8Array): Promise<Judgement> {
  const commit = decodeCommit(bytes)
  judgeFrame(group, commit)
  const proposals = inlineProposals(commit)
  const { sender } = commit.content
  switch (sender.senderType) {
    case "new_member_commit":
      await verifySignature(group, commit, commit.content.commit.path?.leafNode.signaturePublicKey)
      return judgeJoin(group, commit, proposals)
    case "member": {
      const author = group.leaves.find(({ leaf }) => leaf === sender.leafIndex)
      if (!author) throw new PolicyError("unknown-sender", "no such leaf in the tree")
      await verifySignature(group, commit, leafNodeAt(group.tree, author.leaf)?.signaturePublicKey)
      return judgeMember(group, commit, proposals, author)
    }
    case "external":
    case "new_member_proposal":
      throw new PolicyError("sender-type", `${sender.senderType} sends no commits`)
  }
}

function judgeMember(
  group: PublicGroup,
  commit: CommitMessage,
  proposals: readonly Proposal[],
  author: PublicLeaf,
): Promise<Judgement> {
  if (proposals.length === 0) return judgeHeal(group, commit, author)
  if (proposals.every(({ proposalType }) => proposalType === "remove")) {
    return judgeRemove(group, commit, proposals, author)
  }
  if (proposals.length === 1 && proposals[0]?.proposalType === "group_context_extensions") {
    return judgeContext(group, commit, proposals[0], author)
  }
  throw new PolicyError("proposal-not-allowed", "a member's commit removes, or changes the context, or does neither")
}

function judgeFrame(group: PublicGroup, { content, auth }: CommitMessage): void {
  if (!isEqual(content.groupId, group.groupId)) throw new PolicyError("wrong-group", "another group's commit")
  if (content.epoch !== group.epoch) {
    throw new PolicyError("wrong-epoch", `"epoch" must be ${group.epoch}, got ${content.epoch}`)
  }
  if (auth.confirmationTag.length !== tagBytes(group)) {
    throw new PolicyError("malformed", "the confirmation tag has another length than the suite's hash")
  }
}

// A reference takes in a proposal that somebody sent alone: an outsider's Add would ride in an honest commit.
function inlineProposals({ content }: CommitMessage): Proposal[] {
  return content.commit.proposals.map((entry) => {
    if (entry.proposalOrRefType === "proposal") return entry.proposal
    throw new PolicyError("proposal-by-reference", "proposals stand in the commit itself")
  })
}

// The service cannot check a membership tag, so this signature is what keeps forged commits out of its log.
async function verifySignature(
  group: PublicGroup,
  commit: CommitMessage,
  leafKey: Uint8Array | undefined,
): Promise<void> {
  if (!leafKey) throw new PolicyError("path-missing", "a newcomer's commit needs a path")
  if (!(await isSignedByLeaf(group, commit, leafKey)))
    throw new PolicyError("bad-signature", "the commit's signature does not verify")
}

function tagBytes({ suite }: PublicGroup): number {
  return getCiphersuiteFromName(suite.name).hash === "SHA-512" ? 64 : 32
}
