// A group whose members' secrets lie open, and commits of every kind made in it and then changed: what the rows of the
// policy table are written with.

import type { Proposal } from "ts-mls/proposal.js"
import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { signStatement } from "../../../../src/bytes/statement.ts"
import { encodeAuthenticatedData, type RemoveReason } from "../../../../src/mls/authenticated-data.ts"
import { type BuiltCommit, buildCommit } from "../../../../src/mls/commit-builder.ts"
import { groupExtensions } from "../../../../src/mls/group-extensions.ts"
import {
  type CoHost,
  type MeetingContext,
  type MeetingContextFields,
  signContext,
} from "../../../../src/mls/meeting-context.ts"
import { buildContext, buildHeal, buildRemove, type Member } from "../../../../src/mls/member-commit.ts"
import type { ContextChange } from "../../../../src/mls/session-options.ts"
import { createTicket } from "../../../../src/mls/ticket.ts"
import { decodeCommit } from "../../../../src/mls/wire.ts"
import { type Insider, type Parts, requireDefined, withLeaf, type Workshop } from "../forge.ts"
import type { KeyPair } from "../people.ts"

export const HOST = 0
export const GUEST = 1
export const OTHER = 2

export type Change = (parts: Parts) => Partial<Parts> | Promise<Partial<Parts>>
export const unchanged: Change = () => ({})

type LeafChange = Parameters<typeof withLeaf>[3]
type MakeContext = (fields: MeetingContextFields) => MeetingContext | Promise<MeetingContext>

export class Bench {
  readonly workshop: Workshop

  constructor(workshop: Workshop) {
    this.workshop = workshop
  }

  get group() {
    return this.workshop.group
  }

  memberOf(index: number): Member {
    const { state, own } = this.workshop.member(index)
    return { state, group: this.group, suite: own.suite }
  }

  /** The leaf that the next newcomer gets. */
  get freeLeaf(): number {
    return this.group.leaves.length
  }

  leaf(index: number) {
    return requireDefined(this.group.leaves[index])
  }

  /** The host key's certificate that makes the host one. */
  get hostCertificate(): Uint8Array {
    return requireDefined(this.leaf(HOST).credential.certificate)
  }

  async join(change: Change, newcomer?: Omit<Insider, "state">, ticket: Uint8Array | null = null): Promise<Uint8Array> {
    const by = newcomer ?? (await this.workshop.newcomer())
    return this.workshop.forge((await this.workshop.joinOf(by, ticket)).commit, by, change)
  }

  /** A newcomer's leaf, changed and signed again. */
  async joinWithLeaf(change: (credential: Uint8Array) => LeafChange): Promise<Uint8Array> {
    const by = await this.workshop.newcomer()
    const { credential } = by.own.publicPackage.leafNode
    const bytes = credential.credentialType === "basic" ? credential.identity : new Uint8Array()
    const { suite } = by.own
    return this.join(
      async ({ path }) => ({ path: await withLeaf(this.workshop, path, this.freeLeaf, change(bytes), suite) }),
      by,
    )
  }

  async heal(change: Change, by = GUEST): Promise<Uint8Array> {
    return this.workshop.forge((await buildHeal(this.memberOf(by))).commit, this.workshop.member(by), change)
  }

  /** A member's own leaf, changed and signed again. */
  healWithLeaf(change: LeafChange): Promise<Uint8Array> {
    const { suite } = this.workshop.member(GUEST).own
    return this.heal(async ({ path }) => ({ path: await withLeaf(this.workshop, path, GUEST, change, suite) }))
  }

  async remove(change: Change, reasons?: readonly RemoveReason[], by = GUEST): Promise<Uint8Array> {
    const { commit } = await buildRemove(this.memberOf(by), reasons ?? [await this.left()])
    return this.workshop.forge(commit, this.workshop.member(by), change)
  }

  async left(leaf = OTHER, statement: { groupId?: Uint8Array; leafKey?: Uint8Array } = {}): Promise<RemoveReason> {
    const { sign } = this.workshop.member(leaf).identity
    const { groupId } = this.workshop
    const { leafKey } = this.leaf(leaf)
    return { reason: "left", leaf, signature: await signStatement(sign, "leave", { groupId, leafKey, ...statement }) }
  }

  async gone(
    statement: { groupId?: Uint8Array; epoch?: bigint; identityKey?: Uint8Array; leafKey?: Uint8Array } = {},
    by = this.workshop.meeting.service,
  ): Promise<RemoveReason> {
    const { identityKey, leafKey } = this.leaf(OTHER)
    const { groupId, epoch } = this.group
    const stated = { groupId, epoch, identityKey, leafKey, ...statement }
    return { reason: "gone", leaf: OTHER, signature: await signStatement(by.sign, "gone", stated) }
  }

  /** A change of the context as it should be made: by the host under the host key or as a host, or by GUEST as one. */
  async change(
    change: ContextChange,
    rotation: Uint8Array | null = null,
    by: "host key" | "host" | "co-host" = "host key",
  ): Promise<Uint8Array> {
    const index = by === "co-host" ? GUEST : HOST
    const hostSign = by === "host key" ? this.workshop.meeting.host.sign : null
    const { identity } = this.workshop.member(index)
    return (await buildContext(this.memberOf(index), identity, change, { hostSign, rotation })).commit
  }

  /** A host's change that renews its path as well, which all members could follow. */
  async changeWithPath(change: ContextChange): Promise<Uint8Array> {
    const { state, group, suite } = this.memberOf(HOST)
    const { authority: _, ...fields } = group.context
    const context = await this.byHostKey({ ...fields, ...change, generation: fields.generation + 1 })
    const extensions = groupExtensions({ context, succession: group.succession })
    const { commit } = await buildCommit({
      group,
      tree: group.tree,
      sender: { senderType: "member", leafIndex: HOST },
      proposals: [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions } }],
      hasPath: true,
      authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: null }),
      extensions,
      privatePath: state.privatePath,
      initSecret: state.keySchedule.initSecret,
      pskSecret: new Uint8Array(suite.kdf.size),
      membershipKey: state.keySchedule.membershipKey,
      suite,
    })
    return commit
  }

  /** A heal whose path has this key at all its parents, with the parent hashes that fit. */
  async healNaming(encryptionKey: Uint8Array): Promise<Uint8Array> {
    const member = this.memberOf(GUEST)
    const nodes = requireDefined(decodeCommit((await buildHeal(member)).commit).content.commit.path).nodes.length
    const { hpke } = member.suite
    let named = 0
    const exportPublicKey: typeof hpke.exportPublicKey = (key) =>
      named++ < nodes ? Promise.resolve(encryptionKey) : hpke.exportPublicKey(key)
    return (await buildHeal({ ...member, suite: { ...member.suite, hpke: { ...hpke, exportPublicKey } } })).commit
  }

  /** A commit of any context at all, of the generation that a change should have unless `make` says otherwise. */
  async context(make: MakeContext, change: Change = unchanged, by = HOST): Promise<Uint8Array> {
    const { context, succession } = this.group
    const { authority: _, ...before } = context
    const made = await make({ ...before, generation: Math.max((succession?.generation ?? 0) + 1, before.generation) })
    const extensions = groupExtensions({ context: made, succession })
    const proposals: Proposal[] = [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions } }]
    return this.workshop.forge(await this.change({}), this.workshop.member(by), async (parts) => ({
      proposals,
      sender: { senderType: "member", leafIndex: by },
      ...(await change({ ...parts, proposals })),
    }))
  }

  readonly byHostKey = (fields: MeetingContextFields): Promise<MeetingContext> =>
    this.byKey(fields, this.workshop.meeting.host)

  /** The context under a key that claims to be the host key. */
  byKey(fields: MeetingContextFields, { publicKey, sign }: KeyPair): Promise<MeetingContext> {
    return signContext(this.workshop.origin, fields, { signer: publicKey, certificate: null, sign })
  }

  byMember(fields: MeetingContextFields, index: number, certificate: Uint8Array | null, origin = this.workshop.origin) {
    const { publicKey, sign } = this.workshop.member(index).identity
    return signContext(origin, fields, { signer: publicKey, certificate, sign })
  }

  coHostCertificateFor(identityKey: Uint8Array, by = this.workshop.meeting.host, groupId = this.workshop.origin) {
    return signStatement(by.sign, "co-host", { groupId, identityKey })
  }

  certificateFor(identityKey: Uint8Array, by = this.workshop.meeting.host, groupId = this.workshop.origin) {
    return signStatement(by.sign, "host", { groupId, identityKey })
  }

  /** A ticket of the host; what `made` has is put in the place of what should be there. */
  ticketFor(
    identityKey: Uint8Array,
    made: { groupId?: Uint8Array; generation?: number; by?: KeyPair; certificate?: Uint8Array } = {},
  ): Promise<Uint8Array> {
    const { publicKey, sign } = made.by ?? this.workshop.member(HOST).identity
    const { generation } = this.group.context
    const statement = { groupId: this.workshop.origin, generation, identityKey }
    return createTicket(
      { ...statement, groupId: made.groupId ?? statement.groupId, generation: made.generation ?? generation },
      { identityKey: publicKey, certificate: made.certificate ?? this.hostCertificate, sign },
    )
  }

  /** A newcomer with a ticket that was made for its identity key, or without one. */
  async joinWithTicket(ticket: (identityKey: Uint8Array) => Promise<Uint8Array> | null): Promise<Uint8Array> {
    const newcomer = await this.workshop.newcomer()
    return this.join(unchanged, newcomer, await ticket(newcomer.identity.publicKey))
  }

  /** The host's change under the host key, with the state behind it. */
  changed(change: ContextChange): Promise<BuiltCommit> {
    const { identity } = this.workshop.member(HOST)
    const signing = { hostSign: this.workshop.meeting.host.sign, rotation: null }
    return buildContext(this.memberOf(HOST), identity, change, signing)
  }

  /** Everybody follows the host's change. */
  async apply(change: ContextChange): Promise<void> {
    const { commit, state } = await this.changed(change)
    await this.workshop.apply(commit, { insider: this.workshop.member(HOST), state })
  }

  /** A member as a co-host, under the host key. */
  async coHost(index: number): Promise<CoHost> {
    const { identityKey } = this.leaf(index)
    return { identityKey, certificate: await this.coHostCertificateFor(identityKey) }
  }
}

export const dropping =
  (type: Proposal["proposalType"]): Change =>
  ({ proposals }) => ({ proposals: proposals.filter(({ proposalType }) => proposalType !== type) })

export const doubling =
  (type: Proposal["proposalType"]): Change =>
  ({ proposals }) => ({
    proposals: [...proposals, ...proposals.filter(({ proposalType }) => proposalType === type)],
  })

export const adding =
  (...more: readonly Proposal[]): Change =>
  ({ proposals }) => ({ proposals: [...proposals, ...more] })

export const removal = (removed: number): Proposal => ({ proposalType: "remove", remove: { removed } })

export const withPsk =
  (change: (id: { pskId: Uint8Array; pskNonce: Uint8Array }) => object): Change =>
  ({ proposals }) => ({
    proposals: proposals.map((proposal) => {
      if (proposal.proposalType !== "psk" || proposal.psk.preSharedKeyId.psktype !== "external") return proposal
      const { preSharedKeyId: id } = proposal.psk
      return { ...proposal, psk: { preSharedKeyId: { ...id, ...change(id) } } }
    }),
  })

/** A resumption PSK of the present epoch in the place of the meeting's. */
export const resumption =
  ({ groupId, epoch }: { readonly groupId: Uint8Array; readonly epoch: bigint }): Change =>
  ({ proposals }) => ({
    proposals: proposals.map((proposal): Proposal => {
      if (proposal.proposalType !== "psk") return proposal
      const id = { psktype: "resumption" as const, usage: "application" as const, pskGroupId: groupId, pskEpoch: epoch }
      return { proposalType: "psk", psk: { preSharedKeyId: { ...id, pskNonce: randomBytes(32) } } }
    }),
  })
