// The commits of a member: remove, heal and context.

import type { ClientState } from "ts-mls/clientState.js"
import type { Extension } from "ts-mls/extension.js"
import type { Proposal } from "ts-mls/proposal.js"
import type { RatchetTree } from "ts-mls/ratchetTree.js"
import { isEqual } from "../bytes/bytes.ts"
import { type AuthenticatedData, encodeAuthenticatedData, type RemoveReason } from "./authenticated-data.ts"
import { type BuiltCommit, buildCommit } from "./commit-builder.ts"
import type { Identity } from "./credential.ts"
import { MlsError } from "./errors.ts"
import { groupExtensions } from "./group-extensions.ts"
import { signContext } from "./meeting-context.ts"
import { ownCertificate } from "./own-leaf.ts"
import type { PublicGroup } from "./public-group.ts"
import type { ContextChange, ContextSigning, Removal } from "./session-options.ts"
import type { MlsSuite } from "./suite.ts"
import { withoutLeaf } from "./tree.ts"

/** Who commits: the current epoch's state and public group, and the suite that signs with the leaf key. */
export interface Member {
  readonly state: ClientState
  readonly group: PublicGroup
  readonly suite: MlsSuite
}

/** Removes leaves, each for its reason; the reasons are in the order of the proposals. */
export function buildRemove(member: Member, reasons: readonly RemoveReason[]): Promise<BuiltCommit> {
  const tree = reasons.reduce((rest, { leaf }) => withoutLeaf(rest, leaf), member.group.tree)
  const proposals = reasons.map(({ leaf }): Proposal => ({ proposalType: "remove", remove: { removed: leaf } }))
  return build(member, { kind: "remove", reasons }, { tree, proposals, hasPath: true })
}

/** Renews the member's own path and nothing else. */
export function buildHeal(member: Member): Promise<BuiltCommit> {
  return build(member, { kind: "heal" }, { tree: member.group.tree, proposals: [], hasPath: true })
}

/** Replaces the meeting extension, signed by the host key or as a host; throws MlsError `not-a-host`. */
export async function buildContext(
  member: Member,
  identity: Identity,
  change: ContextChange,
  { hostSign, rotation }: ContextSigning,
): Promise<BuiltCommit> {
  const { group } = member
  const { authority: _, ...before } = group.context
  const founding = group.succession?.generation ?? 0
  const fields = { ...before, generation: Math.max(founding + 1, before.generation), ...change }
  const context = await signContext(
    group.origin,
    fields,
    hostSign
      ? { signer: before.hostKey, certificate: null, sign: hostSign }
      : { signer: identity.publicKey, certificate: ownCertificate(member), sign: identity.sign },
  )
  const extensions = groupExtensions({ context, succession: group.succession })
  const proposals: Proposal[] = [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions } }]
  return build(member, { kind: "context", rotation }, { tree: group.tree, proposals, hasPath: false, extensions })
}

/** Finds the leaves to remove, in the order of the tree; throws MlsError `not-a-member`. */
export function reasonsOf(group: PublicGroup, removals: readonly Removal[]): RemoveReason[] {
  const reasons = removals.map((removal): RemoveReason => {
    const found = group.leaves.find(({ leafKey }) => isEqual(leafKey, removal.leafKey))
    if (!found) throw new MlsError("not-a-member", "no leaf has this key")
    const { leaf } = found
    if (removal.reason === "order") return { reason: "order", leaf }
    return { reason: removal.reason, leaf, signature: removal.signature }
  })
  return reasons.sort((a, b) => a.leaf - b.leaf)
}

function build(
  { state, group, suite }: Member,
  data: AuthenticatedData,
  change: {
    readonly tree: RatchetTree
    readonly proposals: readonly Proposal[]
    readonly hasPath: boolean
    readonly extensions?: Extension[]
  },
): Promise<BuiltCommit> {
  const { keySchedule, privatePath, groupContext } = state
  return buildCommit({
    extensions: groupContext.extensions,
    ...change,
    group,
    sender: { senderType: "member", leafIndex: privatePath.leafIndex },
    authenticatedData: encodeAuthenticatedData(data),
    privatePath,
    initSecret: keySchedule.initSecret,
    pskSecret: new Uint8Array(suite.kdf.size),
    membershipKey: keySchedule.membershipKey,
    suite,
  })
}
