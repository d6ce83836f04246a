// The join: an external commit (RFC 9420 §12.4.3.2) of a newcomer, or of a person who comes back and replaces its leaf.

import type { Proposal, ProposalPSK } from "ts-mls/proposal.js"
import { isEqual } from "../bytes/bytes.ts"
import { decodeAuthenticatedData } from "./authenticated-data.ts"
import { verifyCredential } from "./credential.ts"
import { PolicyError } from "./errors.ts"
import { isHost } from "./hosts.ts"
import type { Judgement, RemovedLeaf } from "./judgement.ts"
import { judgePath, requirePath } from "./policy-path.ts"
import type { PublicGroup } from "./public-group.ts"
import { admissionFor } from "./succession.ts"
import { verifyTicket } from "./ticket.ts"
import { MAX_LEAVES, type PublicLeaf, readLeaf, withNewLeaf, withoutLeaf } from "./tree.ts"
import type { CommitMessage } from "./wire.ts"

export async function judgeJoin(
  group: PublicGroup,
  commit: CommitMessage,
  proposals: readonly Proposal[],
): Promise<Judgement> {
  const { content, auth } = commit
  const data = decodeAuthenticatedData("join", content.authenticatedData)
  const path = requirePath(content.commit.path)
  judgeProposals(group, proposals)
  const replaced = judgeReplacement(group, proposals, readLeaf(path.leafNode, 0).identityKey)
  const { tree, leaf } = withNewLeaf(replaced ? withoutLeaf(group.tree, replaced.leaf) : group.tree, path.leafNode)
  if (leaf >= MAX_LEAVES) throw new PolicyError("group-full", `a group has at most ${MAX_LEAVES} leaves`)
  const added = readLeaf(path.leafNode, leaf)
  if (group.leaves.some(({ leafKey }) => isEqual(leafKey, added.leafKey))) {
    // Also the replaced leaf's: who stole a leaf key, but not the identity key, could come back with it.
    throw new PolicyError("leaf-key-reused", "the leaf's signature key is in the tree already")
  }
  await judgePath(group, path, { leaf, tree })
  const { groupId, origin, context, succession } = group
  await verifyCredential(added.credential, { groupId, origin, leafKey: added.leafKey, hostKey: context.hostKey })
  if (succession && isEqual(added.identityKey, succession.author)) {
    throw new PolicyError("refused-author", "the refused commit's author stays out of the successor group")
  }
  const { ticket } = data
  if (ticket) await verifyTicket(ticket, { origin, context, identityKey: added.identityKey })
  else if (!replaced && !isHost(added, context) && admissionFor(group, added.identityKey) !== "open") {
    throw new PolicyError("ticket-missing", "a newcomer needs a host's ticket here")
  }
  return {
    kind: "join",
    epoch: group.epoch + 1n,
    author: added.identityKey,
    leaf,
    added,
    removed: replaced ? [replaced] : [],
    context,
    rotation: null,
    confirmationTag: auth.confirmationTag,
    commit,
  }
}

function judgeProposals(group: PublicGroup, proposals: readonly Proposal[]): void {
  const psks = proposals.filter((proposal) => proposal.proposalType === "psk")
  const inits = proposals.filter((proposal) => proposal.proposalType === "external_init")
  const removes = proposals.filter((proposal) => proposal.proposalType === "remove")
  const [init, ...furtherInits] = inits
  if (!init || furtherInits.length > 0) throw new PolicyError("external-init", "a join has exactly one ExternalInit")
  if (init.externalInit.kemOutput.length !== group.suite.kemOutputBytes) {
    throw new PolicyError("external-init", `"kem_output" must be ${group.suite.kemOutputBytes} bytes`)
  }
  if (removes.length > 1) throw new PolicyError("removes-another", "a join removes at most its author's own leaf")
  if (psks.length + inits.length + removes.length !== proposals.length) {
    throw new PolicyError("proposal-not-allowed", "a join has ExternalInit, PreSharedKey and at most one Remove")
  }
  const [psk, ...others] = psks
  if (!psk || others.length > 0) throw new PolicyError("psk-count", "a join has exactly one PreSharedKey")
  judgePsk(group, psk)
}

function judgePsk({ context, suite }: PublicGroup, { psk: { preSharedKeyId: id } }: ProposalPSK): void {
  // A resumption PSK is no proof of knowing the link: every former member has some.
  if (id.psktype !== "external") throw new PolicyError("psk-type", "the pre-shared key must be an external one")
  if (!isEqual(id.pskId, context.pskId)) throw new PolicyError("psk-id", "the pre-shared key is not this link's")
  if (id.pskNonce.length !== suite.kdf.size) {
    throw new PolicyError("psk-nonce", `"psk_nonce" must be ${suite.kdf.size} bytes, got ${id.pskNonce.length}`)
  }
}

/** The author's earlier leaf, which the commit must remove if and only if there is one. */
function judgeReplacement(
  group: PublicGroup,
  proposals: readonly Proposal[],
  identityKey: Uint8Array,
): RemovedLeaf | null {
  const own: PublicLeaf | undefined = group.leaves.find((leaf) => isEqual(leaf.identityKey, identityKey))
  const remove = proposals.find((proposal) => proposal.proposalType === "remove")
  if (remove && remove.remove.removed !== own?.leaf) {
    throw new PolicyError("removes-another", "a join removes at most its author's own leaf")
  }
  if (own && !remove) throw new PolicyError("not-replaced", "this identity has a leaf, which its join must remove")
  return own ? { ...own, reason: "replaced" } : null
}
