// The context commit: a host changes what the meeting extension says.

import type { ProposalGroupContextExtensions } from "ts-mls/proposal.js"
import { isEqual } from "../bytes/bytes.ts"
import { type CborValue, encodeCbor } from "../bytes/cbor.ts"
import { decodeAuthenticatedData } from "./authenticated-data.ts"
import { PolicyError } from "./errors.ts"
import { isHost } from "./hosts.ts"
import type { Judgement } from "./judgement.ts"
import { readGroupExtensions } from "./group-extensions.ts"
import { type MeetingContext, verifyContext } from "./meeting-context.ts"
import type { PublicGroup } from "./public-group.ts"
import { isSameSuccession } from "./succession.ts"
import type { PublicLeaf } from "./tree.ts"
import type { CommitMessage } from "./wire.ts"

export async function judgeContext(
  group: PublicGroup,
  commit: CommitMessage,
  { groupContextExtensions }: ProposalGroupContextExtensions,
  author: PublicLeaf,
): Promise<Judgement> {
  const { content, auth } = commit
  const { rotation } = decodeAuthenticatedData("context", content.authenticatedData)
  if (!isHost(author, group.context)) throw new PolicyError("not-a-host", "only a host changes the context")
  // One form for one kind; a path here could pass for a rekey, which a context commit never is.
  if (content.commit.path) throw new PolicyError("path-not-allowed", "a context commit has no path")
  const { context, succession } = readGroupExtensions(groupContextExtensions.extensions)
  if (!isSameSuccession(group.succession, succession)) {
    throw new PolicyError("succession-changed", "what a group succeeds lasts as long as the group")
  }
  if (context.generation === 0) throw new PolicyError("context-unsigned", "a changed context needs a host's signature")
  if (group.succession && context.generation === group.succession.generation) {
    // Else late-comers from the predecessor could not tell the copied context from an older one.
    throw new PolicyError("generation-lower", "a successor group's first change raises the generation")
  }
  await verifyContext(group.origin, context)
  judgeChange(group.context, context, author)
  if ((rotation !== null) !== isRotation(group.context, context)) {
    throw new PolicyError("rotation", "the next link rides in the commit that rotates, and in no other")
  }
  return {
    kind: "context",
    epoch: group.epoch + 1n,
    author: author.identityKey,
    leaf: author.leaf,
    added: null,
    removed: [],
    context,
    rotation,
    confirmationTag: auth.confirmationTag,
    commit,
  }
}

function judgeChange(before: MeetingContext, after: MeetingContext, author: PublicLeaf): void {
  if (!isEqual(before.hostKey, after.hostKey) || !isEqual(before.serviceKey, after.serviceKey)) {
    throw new PolicyError("fixed-key-changed", "host key and service key last as long as the group")
  }
  if (after.generation < before.generation) {
    throw new PolicyError("generation-lower", `"generation" must be at least ${before.generation}`)
  }
  if (after.generation > before.generation + 1) {
    // Else a co-host could use up the numbers, and no host could close anything afterwards.
    throw new PolicyError("generation-jump", `"generation" must be at most ${before.generation + 1}`)
  }
  const signer = after.authority?.signer
  const isByHostKey = signer !== undefined && isEqual(signer, after.hostKey)
  if (isByHostKey && author.credential.certificate === null) {
    // Else a co-host could bring an earlier word of the host key again, or a rotation that never came about.
    throw new PolicyError("context-forged", "what the host key signed is committed by a host whom it certified")
  }
  if (!isByHostKey && (isRotation(before, after) || !isSameValue(before.coHosts, after.coHosts))) {
    // A host's certificate is not enough: any co-host has one, and could make itself impossible to remove.
    throw new PolicyError("host-key-needed", "co-hosts and the link change under the host key's own signature")
  }
  if (!isByHostKey && !(signer && isEqual(signer, author.identityKey))) {
    throw new PolicyError("context-forged", "the context must be signed by the committer or the host key")
  }
}

/** Whether the link changes: meeting id, pre-shared key, record, or what is kept of the links before. */
function isRotation(before: MeetingContext, after: MeetingContext): boolean {
  return !isSameValue(linkOf(before), linkOf(after))
}

function linkOf({ meeting, pskId, recordDigest, formerLinks }: MeetingContext): CborValue {
  return { meeting, pskId, recordDigest, formerLinks }
}

function isSameValue(a: CborValue, b: CborValue): boolean {
  return isEqual(encodeCbor(a), encodeCbor(b))
}
