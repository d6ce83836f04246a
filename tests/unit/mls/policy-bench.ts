// One open and one asking group, and commits of every kind made in them and then changed: what the tests of the policy
// are written with.

import type { Proposal } from "ts-mls/proposal.js"
import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import type { RemoveReason } from "../../../src/mls/authenticated-data.ts"
import {
  contextExtension,
  type MeetingContext,
  type MeetingContextFields,
  signContext,
} from "../../../src/mls/meeting-context.ts"
import { buildContext, buildHeal, buildRemove, type Member } from "../../../src/mls/member-commit.ts"
import { judgeCommit, type Judgement, type PolicyFault } from "../../../src/mls/policy.ts"
import { createTicket } from "../../../src/mls/ticket.ts"
import { type Insider, type Parts, requireDefined, withLeaf, Workshop } from "./forge.ts"
import { keyPair, Meeting, OPEN } from "./people.ts"

export const HOST = 0
export const GUEST = 1
export const OTHER = 2

export const open = await Workshop.create(await Meeting.create(), 2)
export const asking = await Workshop.create(await Meeting.create({ ...OPEN, admission: "ask" }), 0)

type Row = readonly [title: string, fault: PolicyFault, make: () => Promise<Uint8Array>]
type GoodRow = readonly [title: string, make: () => Promise<Uint8Array>, kind: Judgement["kind"]]

/** Runs the commits that must pass beside those that must not. */
export function testPolicy(subject: string, passed: readonly GoodRow[], refused: readonly Row[]): void {
  describe(subject, () => {
    it.each(passed)("passes %s", async (_title, make, kind) => {
      const judged = await judgeCommit(open.group, await make())
      expect(judged).toMatchObject({ kind, epoch: open.group.epoch + 1n })
    })

    it.each(refused)("refuses %s as %s", async (_title, fault, make) => {
      await expect(judgeCommit(open.group, await make())).rejects.toMatchObject({ name: "PolicyError", fault })
    })
  })
}

export type Change = (parts: Parts) => Partial<Parts> | Promise<Partial<Parts>>
export const unchanged: Change = () => ({})

export function memberOf(workshop: Workshop, index: number): Member {
  const { state, own } = workshop.member(index)
  return { state, group: workshop.group, suite: own.suite }
}

export async function join(change: Change, newcomer?: Omit<Insider, "state">, workshop = open): Promise<Uint8Array> {
  const by = newcomer ?? (await workshop.newcomer())
  return workshop.forge((await workshop.joinOf(by)).commit, by, change)
}

export async function heal(change: Change, by = GUEST): Promise<Uint8Array> {
  return open.forge((await buildHeal(memberOf(open, by))).commit, open.member(by), change)
}

export async function remove(change: Change, reasons?: readonly RemoveReason[], by = GUEST): Promise<Uint8Array> {
  const { commit } = await buildRemove(memberOf(open, by), reasons ?? [await left()])
  return open.forge(commit, open.member(by), change)
}

export async function left(leaf = OTHER): Promise<RemoveReason> {
  const { identity, own } = open.member(leaf)
  const statement = { groupId: open.groupId, leafKey: own.publicPackage.leafNode.signaturePublicKey }
  return { reason: "left", leaf, signature: await signStatement(identity.sign, "leave", statement) }
}

export async function gone(epoch = open.group.epoch, by = open.meeting.service): Promise<RemoveReason> {
  const { identityKey, leafKey } = requireDefined(open.group.leaves[OTHER])
  const statement = { groupId: open.groupId, epoch, identityKey, leafKey }
  return { reason: "gone", leaf: OTHER, signature: await signStatement(by.sign, "gone", statement) }
}

/** A host's commit of any context at all. */
export async function context(
  make: (fields: MeetingContextFields) => MeetingContext | Promise<MeetingContext>,
  change: Change = unchanged,
  by = HOST,
): Promise<Uint8Array> {
  const host = open.member(HOST)
  const signing = { hostSign: open.meeting.host.sign, rotation: null }
  const { commit } = await buildContext(memberOf(open, HOST), host.identity, {}, signing)
  const { authority: _, ...fields } = open.group.context
  const extensions = [contextExtension(await make({ ...fields, generation: 1 }))]
  const proposals: Proposal[] = [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions } }]
  return open.forge(commit, open.member(by), async (parts) => ({
    proposals,
    sender: { senderType: "member", leafIndex: by },
    ...(await change({ ...parts, proposals })),
  }))
}

export const byHostKey = (fields: MeetingContextFields, workshop = open) =>
  signContext(workshop.groupId, fields, {
    signer: workshop.meeting.host.publicKey,
    certificate: null,
    sign: workshop.meeting.host.sign,
  })

export function byMember(fields: MeetingContextFields, index: number, certificate: Uint8Array | null) {
  const { publicKey, sign } = open.member(index).identity
  return signContext(open.groupId, fields, { signer: publicKey, certificate, sign })
}

export function certificateFor(identityKey: Uint8Array, by = open.meeting.host): Promise<Uint8Array> {
  return signStatement(by.sign, "host", { groupId: open.groupId, identityKey })
}

export async function ticketFor(identityKey: Uint8Array, generation = 0, by?: "guest"): Promise<Uint8Array> {
  const host = asking.member(HOST)
  const certificate = requireDefined(asking.group.leaves[0]?.credential.certificate)
  const signer = by ? await keyPair() : host.identity
  const statement = { groupId: asking.groupId, generation, identityKey }
  return createTicket(statement, { identityKey: signer.publicKey, certificate, sign: signer.sign })
}

export async function askingJoin(ticket: (identityKey: Uint8Array) => Promise<Uint8Array> | null): Promise<Uint8Array> {
  const newcomer = await asking.newcomer()
  return (await asking.joinOf(newcomer, await ticket(newcomer.identity.publicKey))).commit
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
      return {
        ...proposal,
        psk: { preSharedKeyId: { ...proposal.psk.preSharedKeyId, ...change(proposal.psk.preSharedKeyId) } },
      }
    }),
  })

export const resumption: Change = ({ proposals }) => ({
  proposals: proposals.map((proposal): Proposal => {
    if (proposal.proposalType !== "psk") return proposal
    const { groupId, epoch } = open.group
    const pskNonce = randomBytes(32)
    const id = { psktype: "resumption" as const, usage: "application" as const, pskGroupId: groupId, pskEpoch: epoch }
    return { proposalType: "psk", psk: { preSharedKeyId: { ...id, pskNonce } } }
  }),
})

/** A newcomer's leaf, changed and signed again. */
export async function joinWithLeaf(
  change: (credential: Uint8Array) => Parameters<typeof withLeaf>[3],
): Promise<Uint8Array> {
  const by = await open.newcomer()
  const identity = by.own.publicPackage.leafNode.credential
  const bytes = identity.credentialType === "basic" ? identity.identity : new Uint8Array()
  return join(async ({ path }) => ({ path: await withLeaf(open, path, 3, change(bytes), by.own.suite) }), by)
}

/** A member's own leaf, changed and signed again. */
export async function healWithLeaf(change: Parameters<typeof withLeaf>[3]): Promise<Uint8Array> {
  const { suite } = open.member(GUEST).own
  return heal(async ({ path }) => ({ path: await withLeaf(open, path, GUEST, change, suite) }))
}
