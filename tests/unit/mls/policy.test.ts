import { protectProposalPublic } from "ts-mls/messageProtectionPublic.js"
import type { Proposal } from "ts-mls/proposal.js"
import { beforeAll, describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { signStatement } from "../../../src/bytes/statement.ts"
import { encodeAuthenticatedData, type RemoveReason } from "../../../src/mls/authenticated-data.ts"
import { createCredential, decodeCredential, encodeCredential } from "../../../src/mls/credential.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import {
  contextExtension,
  type MeetingContext,
  type MeetingContextFields,
  signContext,
} from "../../../src/mls/meeting-context.ts"
import { buildContext, buildHeal, buildRemove, type Member } from "../../../src/mls/member-commit.ts"
import { judgeCommit, type PolicyFault } from "../../../src/mls/policy.ts"
import { nextPublicGroup } from "../../../src/mls/public-group.ts"
import { MEETING_EXTENSION } from "../../../src/mls/suite.ts"
import { createTicket } from "../../../src/mls/ticket.ts"
import { leafNodeAt } from "../../../src/mls/tree.ts"
import { encodeCommit } from "../../../src/mls/wire.ts"
import { type Insider, leafOf, type Parts, requireDefined, withLeaf, Workshop } from "./forge.ts"
import { keyPair, Meeting, OPEN } from "./people.ts"

const HOST = 0
const GUEST = 1
const OTHER = 2

let open: Workshop
let asking: Workshop

beforeAll(async () => {
  open = await Workshop.create(await Meeting.create(), 2)
  asking = await Workshop.create(await Meeting.create({ ...OPEN, admission: "ask" }), 0)
})

type Change = (parts: Parts) => Partial<Parts> | Promise<Partial<Parts>>
const unchanged: Change = () => ({})

function memberOf(workshop: Workshop, index: number): Member {
  const { state, own } = workshop.member(index)
  return { state, group: workshop.group, suite: own.suite }
}

async function join(change: Change, newcomer?: Omit<Insider, "state">, workshop = open): Promise<Uint8Array> {
  const by = newcomer ?? (await workshop.newcomer())
  return workshop.forge((await workshop.joinOf(by)).commit, by, change)
}

async function heal(change: Change, by = GUEST): Promise<Uint8Array> {
  return open.forge((await buildHeal(memberOf(open, by))).commit, open.member(by), change)
}

async function remove(change: Change, reasons?: readonly RemoveReason[], by = GUEST): Promise<Uint8Array> {
  const { commit } = await buildRemove(memberOf(open, by), reasons ?? [await left()])
  return open.forge(commit, open.member(by), change)
}

async function left(leaf = OTHER): Promise<RemoveReason> {
  const { identity, own } = open.member(leaf)
  const statement = { groupId: open.groupId, leafKey: own.publicPackage.leafNode.signaturePublicKey }
  return { reason: "left", leaf, signature: await signStatement(identity.sign, "leave", statement) }
}

async function gone(epoch = open.group.epoch, by = open.meeting.service): Promise<RemoveReason> {
  const { identityKey, leafKey } = requireDefined(open.group.leaves[OTHER])
  const statement = { groupId: open.groupId, epoch, identityKey, leafKey }
  return { reason: "gone", leaf: OTHER, signature: await signStatement(by.sign, "gone", statement) }
}

/** A host's commit of any context at all. */
async function context(
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

const byHostKey = (fields: MeetingContextFields, workshop = open) =>
  signContext(workshop.groupId, fields, {
    signer: workshop.meeting.host.publicKey,
    certificate: null,
    sign: workshop.meeting.host.sign,
  })

function byMember(fields: MeetingContextFields, index: number, certificate: Uint8Array | null) {
  const { publicKey, sign } = open.member(index).identity
  return signContext(open.groupId, fields, { signer: publicKey, certificate, sign })
}

function certificateFor(identityKey: Uint8Array, by = open.meeting.host): Promise<Uint8Array> {
  return signStatement(by.sign, "host", { groupId: open.groupId, identityKey })
}

async function ticketFor(identityKey: Uint8Array, generation = 0, by?: "guest"): Promise<Uint8Array> {
  const host = asking.member(HOST)
  const certificate = requireDefined(asking.group.leaves[0]?.credential.certificate)
  const signer = by ? await keyPair() : host.identity
  const statement = { groupId: asking.groupId, generation, identityKey }
  return createTicket(statement, { identityKey: signer.publicKey, certificate, sign: signer.sign })
}

async function askingJoin(ticket: (identityKey: Uint8Array) => Promise<Uint8Array> | null): Promise<Uint8Array> {
  const newcomer = await asking.newcomer()
  return (await asking.joinOf(newcomer, await ticket(newcomer.identity.publicKey))).commit
}

const dropping =
  (type: Proposal["proposalType"]): Change =>
  ({ proposals }) => ({ proposals: proposals.filter(({ proposalType }) => proposalType !== type) })

const doubling =
  (type: Proposal["proposalType"]): Change =>
  ({ proposals }) => ({
    proposals: [...proposals, ...proposals.filter(({ proposalType }) => proposalType === type)],
  })

const adding =
  (...more: readonly Proposal[]): Change =>
  ({ proposals }) => ({ proposals: [...proposals, ...more] })

const removal = (removed: number): Proposal => ({ proposalType: "remove", remove: { removed } })

const withPsk =
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

const resumption: Change = ({ proposals }) => ({
  proposals: proposals.map((proposal): Proposal => {
    if (proposal.proposalType !== "psk") return proposal
    const { groupId, epoch } = open.group
    const pskNonce = randomBytes(32)
    const id = { psktype: "resumption" as const, usage: "application" as const, pskGroupId: groupId, pskEpoch: epoch }
    return { proposalType: "psk", psk: { preSharedKeyId: { ...id, pskNonce } } }
  }),
})

/** A newcomer's leaf, changed and signed again. */
async function joinWithLeaf(change: (credential: Uint8Array) => Parameters<typeof withLeaf>[3]): Promise<Uint8Array> {
  const by = await open.newcomer()
  const identity = by.own.publicPackage.leafNode.credential
  const bytes = identity.credentialType === "basic" ? identity.identity : new Uint8Array()
  return join(async ({ path }) => ({ path: await withLeaf(open, path, 3, change(bytes), by.own.suite) }), by)
}

/** A member's own leaf, changed and signed again. */
async function healWithLeaf(change: Parameters<typeof withLeaf>[3]): Promise<Uint8Array> {
  const { suite } = open.member(GUEST).own
  return heal(async ({ path }) => ({ path: await withLeaf(open, path, GUEST, change, suite) }))
}

const POSITIVE: readonly (readonly [string, () => Promise<Uint8Array>, string])[] = [
  ["a newcomer's join", () => join(unchanged), "join"],
  [
    "a return that replaces the own leaf",
    async () => join(unchanged, await open.newcomer(open.member(OTHER).identity)),
    "join",
  ],
  [
    "a host's join",
    async () => {
      const identity = await keyPair()
      return join(unchanged, { identity, own: await leafOf(open.meeting, open.groupId, identity, { isHost: true }) })
    },
    "join",
  ],
  ["a removal that the leaver signed", () => remove(unchanged), "remove"],
  ["a removal that the service signed", async () => remove(unchanged, [await gone()]), "remove"],
  ["a removal by a host's order", () => remove(unchanged, [{ reason: "order", leaf: OTHER }], HOST), "remove"],
  ["two removals in one", async () => remove(unchanged, [await left(GUEST), await gone()], HOST), "remove"],
  ["a heal", () => heal(unchanged), "heal"],
  ["a newcomer's leaf signed again", () => joinWithLeaf(() => ({})), "join"],
  ["a member's leaf signed again", () => healWithLeaf({}), "heal"],
  ["a context signed by the host key", () => context(byHostKey), "context"],
  [
    "a context signed as a host",
    async () => {
      const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
      return context((fields) => byMember({ ...fields, mayChat: "hosts" }, HOST, certificate))
    },
    "context",
  ],
  [
    "a context with a co-host",
    async () => {
      const { identityKey } = requireDefined(open.group.leaves[GUEST])
      const certificate = await certificateFor(identityKey)
      return context((fields) => byHostKey({ ...fields, coHosts: [{ identityKey, certificate }] }))
    },
    "context",
  ],
  [
    "a rotation",
    () =>
      context(
        (fields) => byHostKey({ ...fields, pskId: randomBytes(32) }),
        () => ({
          authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: randomBytes(64) }),
        }),
      ),
    "context",
  ],
]

const NEGATIVE: readonly (readonly [string, PolicyFault, () => Promise<Uint8Array>])[] = [
  ["bytes that are no message", "malformed", () => Promise.resolve(randomBytes(100))],
  ["a commit with a byte after it", "malformed", async () => Uint8Array.of(...(await heal(unchanged)), 0)],
  ["a truncated commit", "malformed", async () => (await heal(unchanged)).subarray(0, -1)],
  ["a confirmation tag of another length", "malformed", () => heal(() => ({ confirmationTag: randomBytes(31) }))],
  ["a group info", "wire-format", () => groupInfoOf(open.member(0).state, open.member(0).own.suite)],
  [
    "a proposal that stands alone",
    "content-type",
    async () => {
      const { state, own } = open.member(GUEST)
      const { groupContext, keySchedule } = state
      const none = new Uint8Array()
      const { publicMessage } = await protectProposalPublic(
        none,
        keySchedule.membershipKey,
        groupContext,
        none,
        removal(2),
        1,
        own.suite,
      )
      return encodeCommit(publicMessage)
    },
  ],
  ["an external sender", "sender-type", () => heal(() => ({ sender: { senderType: "external", senderIndex: 0 } }))],
  ["another group's commit", "wrong-group", () => heal(() => ({ groupId: randomBytes(32) }))],
  ["an earlier epoch's commit", "wrong-epoch", () => heal(({ epoch }) => ({ epoch: epoch - 1n }))],
  ["a later epoch's commit", "wrong-epoch", () => heal(({ epoch }) => ({ epoch: epoch + 1n }))],
  [
    "a leaf that does not exist",
    "unknown-sender",
    () => heal(() => ({ sender: { senderType: "member", leafIndex: 7 } })),
  ],
  [
    "a member who signs as another",
    "bad-signature",
    () => heal(() => ({ sender: { senderType: "member", leafIndex: OTHER } })),
  ],
  [
    "a newcomer's commit signed by another leaf",
    "bad-signature",
    async () => {
      const { commit } = await open.joinOf(await open.newcomer())
      return open.forge(commit, await open.newcomer(), unchanged)
    },
  ],
  ["a proposal by reference", "proposal-by-reference", () => heal(() => ({ references: [randomBytes(32)] }))],
  [
    "a member's Add",
    "proposal-not-allowed",
    async () => {
      const { own } = await open.newcomer()
      return heal(adding({ proposalType: "add", add: { keyPackage: own.publicPackage } }))
    },
  ],
  [
    "a member's PreSharedKey",
    "proposal-not-allowed",
    () =>
      heal(
        adding({
          proposalType: "psk",
          psk: {
            preSharedKeyId: { psktype: "external", pskId: open.meeting.expectation.pskId, pskNonce: randomBytes(32) },
          },
        }),
      ),
  ],
  [
    "a member's ExternalInit",
    "proposal-not-allowed",
    () => heal(adding({ proposalType: "external_init", externalInit: { kemOutput: randomBytes(32) } })),
  ],
  [
    "a ReInit",
    "proposal-not-allowed",
    () =>
      heal(
        adding({
          proposalType: "reinit",
          reinit: { groupId: randomBytes(32), version: "mls10", cipherSuite: open.group.suite.name, extensions: [] },
        }),
      ),
  ],
  [
    "an unknown proposal",
    "proposal-not-allowed",
    () => heal(adding({ proposalType: 0xf0f0, proposalData: randomBytes(4) })),
  ],
  ["a context change beside a Remove", "proposal-not-allowed", () => context(byHostKey, adding(removal(OTHER)))],
  [
    "a heal without authenticated data",
    "authenticated-data",
    () => heal(() => ({ authenticatedData: new Uint8Array() })),
  ],
  [
    "a heal with a removal's data",
    "authenticated-data",
    () => heal(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons: [] }) })),
  ],
  [
    "unknown authenticated data",
    "authenticated-data",
    () => heal(() => ({ authenticatedData: encodeCbor({ kind: "heal", more: 1 }) })),
  ],
  [
    "a ticket that cannot be read",
    "authenticated-data",
    () => join(() => ({ authenticatedData: encodeCbor({ kind: "join", ticket: 1 }) })),
  ],
  // join
  ["a join without ExternalInit", "external-init", () => join(dropping("external_init"))],
  ["a join with two ExternalInits", "external-init", () => join(doubling("external_init"))],
  ["a join without a pre-shared key", "psk-count", () => join(dropping("psk"))],
  ["a join with two pre-shared keys", "psk-count", () => join(doubling("psk"))],
  ["a former member's resumption key", "psk-type", () => join(resumption)],
  ["another link's pre-shared key", "psk-id", () => join(withPsk(() => ({ pskId: randomBytes(32) })))],
  ["a short nonce", "psk-nonce", () => join(withPsk(() => ({ pskNonce: randomBytes(31) })))],
  ["a join that removes somebody else", "removes-another", () => join(adding(removal(GUEST)))],
  ["a join that removes an empty leaf", "removes-another", () => join(adding(removal(9)))],
  [
    "a return that removes two",
    "removes-another",
    async () => join(adding(removal(GUEST)), await open.newcomer(open.member(OTHER).identity)),
  ],
  [
    "a return that keeps its earlier leaf",
    "not-replaced",
    async () => join(dropping("remove"), await open.newcomer(open.member(OTHER).identity)),
  ],
  [
    "a join that changes the context",
    "proposal-not-allowed",
    () => join(adding({ proposalType: "group_context_extensions", groupContextExtensions: { extensions: [] } })),
  ],
  ["a join without a path", "path-missing", () => join(() => ({ path: undefined }))],
  ["a newcomer without a ticket where admission is ask", "ticket-missing", () => askingJoin(() => null)],
  ["a ticket of another generation", "ticket-generation", () => askingJoin((key) => ticketFor(key, 1))],
  ["a ticket for somebody else", "ticket-forged", () => askingJoin(() => ticketFor(randomBytes(32)))],
  ["a ticket that no host signed", "ticket-forged", () => askingJoin((key) => ticketFor(key, 0, "guest"))],
  // leaf and path
  [
    "a signature key that is in the tree",
    "leaf-key-reused",
    async () => {
      const identity = await keyPair()
      const { own } = open.member(OTHER)
      const { publicPackage } = own
      const leafKey = publicPackage.leafNode.signaturePublicKey
      const sealed = requireDefined(open.group.leaves[OTHER]).credential.sealed
      const made = await createCredential({ identity, groupId: open.groupId, leafKey, sealed, certificate: null })
      const credential = { credentialType: "basic" as const, identity: encodeCredential(made) }
      const leafNode = { ...publicPackage.leafNode, credential }
      return join(unchanged, { identity, own: { ...own, publicPackage: { ...publicPackage, leafNode } } })
    },
  ],
  ["a return with its earlier signature key", "leaf-key-reused", () => join(unchanged, open.member(OTHER))],
  [
    "a leaf whose encryption key is in the tree",
    "encryption-key-reused",
    () => joinWithLeaf(() => ({ hpkePublicKey: requireDefined(open.group.leaves[GUEST]).encryptionKey })),
  ],
  [
    "a path node whose key is in the tree",
    "encryption-key-reused",
    () =>
      heal(({ path }) => {
        const { leafNode, nodes } = requireDefined(path)
        const hpkePublicKey = requireDefined(open.group.leaves[GUEST]).encryptionKey
        return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, hpkePublicKey })) } }
      }),
  ],
  [
    "a path with one key twice",
    "encryption-key-reused",
    () =>
      heal(({ path }) => {
        const { leafNode, nodes } = requireDefined(path)
        return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, hpkePublicKey: leafNode.hpkePublicKey })) } }
      }),
  ],
  ["a key of another length", "encryption-key-size", () => joinWithLeaf(() => ({ hpkePublicKey: randomBytes(33) }))],
  [
    "a path with a node too few",
    "path-shape",
    () => heal(({ path }) => ({ path: { ...requireDefined(path), nodes: [] } })),
  ],
  [
    "a path node without a ciphertext",
    "path-shape",
    () =>
      heal(({ path }) => {
        const { leafNode, nodes } = requireDefined(path)
        return { path: { leafNode, nodes: nodes.map((node) => ({ ...node, encryptedPathSecret: [] })) } }
      }),
  ],
  [
    "a leaf signed for another place",
    "leaf-signature",
    async () => {
      const by = await open.newcomer()
      return join(async ({ path }) => ({ path: await withLeaf(open, path, 9, {}, by.own.suite) }), by)
    },
  ],
  [
    "a leaf that claims another extension",
    "capabilities",
    () =>
      joinWithLeaf(() => ({
        capabilities: { ...open.group.suite.capabilities, extensions: [MEETING_EXTENSION, 0xf0f0] },
      })),
  ],
  [
    "a leaf that does not know the meeting extension",
    "capabilities",
    () => joinWithLeaf(() => ({ capabilities: { ...open.group.suite.capabilities, extensions: [] } })),
  ],
  [
    "a leaf with an extension",
    "leaf-extensions",
    () => joinWithLeaf(() => ({ extensions: [{ extensionType: "application_id", extensionData: randomBytes(4) }] })),
  ],
  [
    "a certificate chain for a credential",
    "credential-malformed",
    () => joinWithLeaf(() => ({ credential: { credentialType: "x509", certificates: [randomBytes(9)] } })),
  ],
  [
    "a credential that is no map",
    "credential-malformed",
    () => joinWithLeaf(() => ({ credential: { credentialType: "basic", identity: randomBytes(40) } })),
  ],
  [
    "a credential signed by another identity",
    "credential-forged",
    () =>
      joinWithLeaf((bytes) => {
        const credential = { ...decodeCredential(bytes), identityKey: randomBytes(32) }
        return { credential: { credentialType: "basic", identity: encodeCredential(credential) } }
      }),
  ],
  [
    "a credential of another leaf key",
    "credential-forged",
    async () => {
      const stolen = requireDefined(leafNodeAt(open.group.tree, OTHER)).credential
      const by = await open.newcomer(open.member(OTHER).identity)
      return join(
        async ({ path }) => ({ path: await withLeaf(open, path, OTHER, { credential: stolen }, by.own.suite) }),
        by,
      )
    },
  ],
  [
    "a founder's own host certificate",
    "certificate-forged",
    async () => {
      const meeting = await Meeting.create()
      const identity = await keyPair()
      const own = await leafOf(meeting, open.groupId, identity, { isHost: true })
      return join(unchanged, { identity, own })
    },
  ],
  ["a heal without a path", "path-missing", () => heal(() => ({ path: undefined }))],
  [
    "a member that changes its credential",
    "leaf-changed",
    async () => {
      const { credential } = (await open.newcomer()).own.publicPackage.leafNode
      return healWithLeaf({ credential })
    },
  ],
  [
    "a member that changes its capabilities",
    "leaf-changed",
    () => healWithLeaf({ capabilities: { ...open.group.suite.capabilities, extensions: [] } }),
  ],
  // remove
  ["a removal without a path", "path-missing", () => remove(() => ({ path: undefined }))],
  [
    "a removal without a reason",
    "reasons-mismatch",
    () => remove(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons: [] }) })),
  ],
  [
    "a reason for another leaf",
    "reasons-mismatch",
    async () => {
      const reasons = [await left(HOST)]
      return remove(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }) }))
    },
  ],
  [
    "one leaf removed twice",
    "reasons-mismatch",
    async () => {
      const reasons = [await left(), await left()]
      return remove(({ proposals }) => ({
        proposals: [...proposals, ...proposals],
        authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }),
      }))
    },
  ],
  [
    "the removal of an empty leaf",
    "removes-nobody",
    () =>
      remove(() => ({
        proposals: [removal(9)],
        authenticatedData: encodeAuthenticatedData({
          kind: "remove",
          reasons: [{ reason: "gone", leaf: 9, signature: randomBytes(64) }],
        }),
      })),
  ],
  [
    "the own removal",
    "removes-itself",
    async () => {
      const reasons = [await left(GUEST)]
      return remove(() => ({
        proposals: [removal(GUEST)],
        authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons }),
      }))
    },
  ],
  [
    "a leave that the leaver did not sign",
    "left-forged",
    () => remove(unchanged, [{ reason: "left", leaf: OTHER, signature: randomBytes(64) }]),
  ],
  [
    "somebody else's leave",
    "left-forged",
    async () => {
      const { signature } = { signature: randomBytes(64), ...(await left(HOST)) }
      return remove(unchanged, [{ reason: "left", leaf: OTHER, signature }])
    },
  ],
  [
    "an absence that the host signed",
    "gone-forged",
    async () => remove(unchanged, [await gone(open.group.epoch, open.meeting.host)]),
  ],
  ["an absence in another epoch", "gone-forged", async () => remove(unchanged, [await gone(open.group.epoch - 1n)])],
  ["an order of a guest", "order-not-host", () => remove(unchanged, [{ reason: "order", leaf: OTHER }])],
  // context
  ["a guest's context", "not-a-host", () => context(byHostKey, unchanged, GUEST)],
  [
    "a context with a path",
    "path-not-allowed",
    async () => {
      const { suite } = open.member(HOST).own
      const own = leafNodeAt(open.group.tree, HOST)
      const leafNode = { ...requireDefined(own), leafNodeSource: "commit" as const, parentHash: new Uint8Array() }
      return context(byHostKey, async () => ({ path: await withLeaf(open, { leafNode, nodes: [] }, HOST, {}, suite) }))
    },
  ],
  [
    "no extension at all",
    "context-extensions",
    () =>
      context(byHostKey, () => ({
        proposals: [{ proposalType: "group_context_extensions", groupContextExtensions: { extensions: [] } }],
      })),
  ],
  [
    "a second extension",
    "context-extensions",
    () =>
      context(byHostKey, ({ proposals }) => ({
        proposals: proposals.map((proposal) =>
          proposal.proposalType === "group_context_extensions"
            ? {
                ...proposal,
                groupContextExtensions: {
                  extensions: [
                    ...proposal.groupContextExtensions.extensions,
                    { extensionType: 0xf0f0, extensionData: randomBytes(4) },
                  ],
                },
              }
            : proposal,
        ),
      })),
  ],
  [
    "a context that cannot be read",
    "context-malformed",
    () =>
      context(byHostKey, () => ({
        proposals: [
          {
            proposalType: "group_context_extensions",
            groupContextExtensions: {
              extensions: [{ extensionType: MEETING_EXTENSION, extensionData: randomBytes(40) }],
            },
          },
        ],
      })),
  ],
  ["another version", "context-malformed", () => context((fields) => byHostKey({ ...fields, version: 2 }))],
  [
    "generation 0 again",
    "context-unsigned",
    () => context((fields) => ({ ...fields, generation: 0, authority: null })),
  ],
  ["a context without a signature", "context-unsigned", () => context((fields) => ({ ...fields, authority: null }))],
  ["a context signed by a guest", "context-forged", () => context((fields) => byMember(fields, GUEST, null))],
  [
    "a context signed with a host's certificate by a guest",
    "context-forged",
    () => {
      const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
      return context((fields) => byMember(fields, GUEST, certificate))
    },
  ],
  [
    "a signature over other fields",
    "context-forged",
    () =>
      context(async (fields) => ({
        ...(await byHostKey(fields)),
        admission: "locked",
      })),
  ],
  [
    "a context signed by another host than its committer",
    "context-forged",
    async () => {
      const certificate = await certificateFor(open.member(OTHER).identity.publicKey)
      return context((fields) => byMember(fields, OTHER, certificate))
    },
  ],
  [
    "a co-host without the host key's certificate",
    "co-host-forged",
    async () => {
      const { identityKey } = requireDefined(open.group.leaves[GUEST])
      const certificate = await certificateFor(identityKey, open.meeting.service)
      return context((fields) => byHostKey({ ...fields, coHosts: [{ identityKey, certificate }] }))
    },
  ],
  [
    "co-hosts changed without the host key",
    "host-key-needed",
    async () => {
      const { identityKey } = requireDefined(open.group.leaves[GUEST])
      const coHosts = [{ identityKey, certificate: await certificateFor(identityKey) }]
      const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
      return context((fields) => byMember({ ...fields, coHosts }, HOST, certificate))
    },
  ],
  [
    "the link changed without the host key",
    "host-key-needed",
    () => {
      const certificate = requireDefined(open.group.leaves[HOST]?.credential.certificate)
      return context((fields) => byMember({ ...fields, recordDigest: randomBytes(32) }, HOST, certificate))
    },
  ],
  [
    "another service key",
    "fixed-key-changed",
    () => context((fields) => byHostKey({ ...fields, serviceKey: randomBytes(32) })),
  ],
  [
    "a rotation without the next link",
    "rotation",
    () => context((fields) => byHostKey({ ...fields, pskId: randomBytes(32) })),
  ],
  [
    "a next link without a rotation",
    "rotation",
    () =>
      context(byHostKey, () => ({
        authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: randomBytes(64) }),
      })),
  ],
]

describe("the policy", () => {
  it.each(POSITIVE)("passes %s", async (_title, make, kind) => {
    const judged = await judgeCommit(open.group, await make())
    expect(judged).toMatchObject({ kind, epoch: open.group.epoch + 1n })
  })

  it.each(NEGATIVE)("refuses %s as %s", async (_title, fault, make) => {
    const commit = await make()
    const { group } = commitIsForAsking(commit) ? asking : open
    await expect(judgeCommit(group, commit)).rejects.toMatchObject({ name: "PolicyError", fault })
  })

  it("lets in whoever has a ticket where admission is ask", async () => {
    const judged = await judgeCommit(asking.group, await askingJoin((key) => ticketFor(key)))
    expect(judged.kind).toBe("join")
  })

  it("has no place for a 251st leaf", async () => {
    const newcomer = await open.newcomer()
    const { commit } = await open.joinOf(newcomer)
    const leaf = requireDefined(open.group.tree[4])
    const tree = Array.from({ length: 511 }, (_, index) => (index % 2 === 0 && index < 500 ? leaf : undefined))
    await expect(judgeCommit({ ...open.group, tree }, commit)).rejects.toMatchObject({ fault: "group-full" })
  })

  it("refuses a lower generation", async () => {
    const raised = await Workshop.create(await Meeting.create(), 0)
    const host = raised.member(HOST)
    const signing = { hostSign: raised.meeting.host.sign, rotation: null }
    const first = await buildContext(memberOf(raised, HOST), host.identity, { generation: 5 }, signing)
    await raised.apply(first.commit, { insider: host, state: first.state })
    const same = await buildContext(memberOf(raised, HOST), host.identity, { generation: 5 }, signing)
    expect((await judgeCommit(raised.group, same.commit)).context.generation).toBe(5)
    const lower = await buildContext(memberOf(raised, HOST), host.identity, { generation: 4 }, signing)
    await expect(judgeCommit(raised.group, lower.commit)).rejects.toMatchObject({ fault: "generation-lower" })
  })

  it("lets the service follow by commits alone, and refuses a path that does not hash", async () => {
    const built = await buildHeal(memberOf(open, GUEST))
    const next = await nextPublicGroup(open.group, await judgeCommit(open.group, built.commit))
    expect(next.groupContext).toEqual(built.state.groupContext)
    expect(next.confirmationTag).toEqual(built.state.confirmationTag)
    const broken = await healWithLeaf({ parentHash: randomBytes(32) })
    const judged = await judgeCommit(open.group, broken)
    await expect(nextPublicGroup(open.group, judged)).rejects.toMatchObject({ fault: "parent-hash" })
  })
})

/** Whose group a commit names: its id is in the clear, after version, wire format and a length. */
function commitIsForAsking(commit: Uint8Array): boolean {
  return commit.subarray(5, 37).every((byte, index) => byte === asking.groupId[index])
}
