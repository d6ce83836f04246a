// Context commits: who may change what of the meeting extension.

import type { Extension } from "ts-mls/extension.js"
import type { Proposal } from "ts-mls/proposal.js"
import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { encodeAuthenticatedData } from "../../../../src/mls/authenticated-data.ts"
import type { MeetingContextFields } from "../../../../src/mls/meeting-context.ts"
import { MEETING_EXTENSION } from "../../../../src/mls/suite.ts"
import { keyPair } from "../people.ts"
import { type Bench, type Change, GUEST, HOST, OTHER, unchanged } from "./bench.ts"
import type { Row } from "./row.ts"

export const contextRows = (bench: Bench): readonly Row[] => {
  const { byHostKey } = bench
  const coHost = async (index = GUEST, by = bench.workshop.meeting.host, groupId = bench.workshop.origin) => {
    const { identityKey } = bench.leaf(index)
    return { identityKey, certificate: await bench.coHostCertificateFor(identityKey, by, groupId) }
  }
  const byHost = (fields: MeetingContextFields) => bench.byMember(fields, HOST, bench.hostCertificate)
  return [
    ["a change signed by the host key", "accepted", () => bench.change({ admission: "locked" })],
    ["a change signed as a host", "accepted", () => bench.change({ mayChat: "hosts" }, null, "host")],
    ["a generation raised by a host", "accepted", () => bench.change({ generation: 1 }, null, "host")],
    ["a generation raised by two", "generation-jump", () => bench.change({ generation: 2 }, null, "host")],
    ["a generation raised by two under the host key", "generation-jump", () => bench.change({ generation: 2 })],
    ["a co-host under the host key", "accepted", async () => bench.change({ coHosts: [await coHost()] })],
    ["a rotation", "accepted", () => bench.change({ pskId: randomBytes(32) }, randomBytes(64))],
    ["a guest's context", "not-a-host", () => bench.context(byHostKey, unchanged, GUEST)],
    [
      "a guest's context by a certificate that its leaf has not",
      "not-a-host",
      async () => {
        const certificate = await bench.certificateFor(bench.leaf(GUEST).identityKey)
        return bench.context((fields) => bench.byMember(fields, GUEST, certificate), unchanged, GUEST)
      },
    ],
    ["a context with a path", "path-not-allowed", () => bench.changeWithPath({ mayChat: "hosts" })],
    [
      "no extension at all",
      "context-extensions",
      () =>
        bench.context(
          byHostKey,
          withExtensions(() => []),
        ),
    ],
    [
      "an extension after the meeting's",
      "context-extensions",
      () =>
        bench.context(
          byHostKey,
          withExtensions((known) => [...known, odd()]),
        ),
    ],
    [
      "an extension before the meeting's",
      "context-extensions",
      () =>
        bench.context(
          byHostKey,
          withExtensions((known) => [odd(), ...known]),
        ),
    ],
    [
      "the meeting extension twice",
      "context-extensions",
      () =>
        bench.context(
          byHostKey,
          withExtensions((known) => [...known, ...known]),
        ),
    ],
    [
      "random bytes",
      "context-malformed",
      () =>
        bench.context(
          byHostKey,
          withMeeting(() => randomBytes(40)),
        ),
    ],
    [
      "a byte after the context",
      "context-malformed",
      () =>
        bench.context(
          byHostKey,
          withMeeting((data) => Uint8Array.of(...data, 0)),
        ),
    ],
    ["another version", "context-malformed", () => bench.context((fields) => byHostKey({ ...fields, version: 2 }))],
    ["a meeting id of another form", "context-malformed", () => bench.context(signing(bench, { meeting: "short" }))],
    [
      "a PSK id of another length",
      "context-malformed",
      () => bench.context(signing(bench, { pskId: randomBytes(31) })),
    ],
    [
      "a record digest of another length",
      "context-malformed",
      () => bench.context(signing(bench, { recordDigest: randomBytes(33) })),
    ],
    [
      "17 co-hosts",
      "context-malformed",
      async () => {
        const one = await coHost()
        return bench.context(signing(bench, { coHosts: Array.from({ length: 17 }, () => one) }))
      },
    ],
    ...Object.entries({ generation: -1, admission: "perhaps", mayShare: "nobody", mayChat: 1, authority: 0 }).map(
      ([field, value]): Row => [
        `${value} for ${field}`,
        "context-malformed",
        () =>
          bench.context(
            byHostKey,
            withMeeting(() => encodeCbor({ ...bench.group.context, [field]: value })),
          ),
      ],
    ),
    [
      "generation 0 again",
      "context-unsigned",
      () => bench.context((fields) => ({ ...fields, generation: 0, authority: null })),
    ],
    [
      "generation 0, signed",
      "context-unsigned",
      () => bench.context((fields) => byHostKey({ ...fields, generation: 0 })),
    ],
    [
      "a context without a signature",
      "context-unsigned",
      () => bench.context((fields) => ({ ...fields, authority: null })),
    ],
    [
      "a context signed by a guest",
      "context-forged",
      () => bench.context((fields) => bench.byMember(fields, GUEST, null)),
    ],
    [
      "a context signed with a host's certificate by a guest",
      "context-forged",
      () => bench.context((fields) => bench.byMember(fields, GUEST, bench.hostCertificate)),
    ],
    [
      "a signature over other fields",
      "context-forged",
      () => bench.context(async (fields) => ({ ...(await byHost(fields)), admission: "locked" })),
    ],
    [
      "a signature for another group",
      "context-forged",
      () => bench.context((fields) => bench.byMember(fields, HOST, bench.hostCertificate, randomBytes(32))),
    ],
    [
      "a context signed by another host than its committer",
      "context-forged",
      async () => {
        const certificate = await bench.certificateFor(bench.leaf(OTHER).identityKey)
        return bench.context((fields) => bench.byMember(fields, OTHER, certificate))
      },
    ],
    [
      "a co-host certified by the service",
      "co-host-forged",
      async () => {
        const coHosts = [await coHost(GUEST, bench.workshop.meeting.service)]
        return bench.context((fields) => byHostKey({ ...fields, coHosts }))
      },
    ],
    [
      "a co-host of another group",
      "co-host-forged",
      async () => {
        const coHosts = [await coHost(GUEST, bench.workshop.meeting.host, randomBytes(32))]
        return bench.context((fields) => byHostKey({ ...fields, coHosts }))
      },
    ],
    [
      "a good co-host beside a forged one",
      "co-host-forged",
      async () => {
        const coHosts = [await coHost(), { ...(await coHost()), identityKey: bench.leaf(OTHER).identityKey }]
        return bench.context((fields) => byHostKey({ ...fields, coHosts }))
      },
    ],
    [
      "co-hosts changed by a host",
      "host-key-needed",
      async () => {
        const coHosts = [await coHost()]
        return bench.context((fields) => byHost({ ...fields, coHosts }))
      },
    ],
    ["the meeting id changed by a host", "host-key-needed", () => hostChanges(bench, { meeting: "0000000000" })],
    [
      "the links before changed by a host",
      "host-key-needed",
      () => hostChanges(bench, { formerLinks: [formerLink()] }),
    ],
    [
      "former links at generation 0",
      "context-unsigned",
      () => bench.context((fields) => byHostKey({ ...fields, generation: 0, formerLinks: [formerLink()] })),
    ],
    ["the PSK id changed by a host", "host-key-needed", () => hostChanges(bench, { pskId: randomBytes(32) })],
    ["the record changed by a host", "host-key-needed", () => hostChanges(bench, { recordDigest: randomBytes(32) })],
    [
      "another service key",
      "fixed-key-changed",
      () => bench.context((fields) => byHostKey({ ...fields, serviceKey: randomBytes(32) })),
    ],
    ["another host key, which signs", "fixed-key-changed", () => withOtherHostKey(bench)],
    [
      "a rotation without the next link",
      "rotation",
      () => bench.context((fields) => byHostKey({ ...fields, pskId: randomBytes(32) })),
    ],
    [
      "a next link without a rotation",
      "rotation",
      () => bench.context(byHostKey, saying(encodeAuthenticatedData({ kind: "context", rotation: randomBytes(64) }))),
    ],
    [
      "a next link too long",
      "authenticated-data",
      () => bench.context(byHostKey, saying(encodeCbor({ kind: "context", rotation: randomBytes(1025) }))),
    ],
  ]
}

/** In a group whose context has been raised to generation 5, with GUEST a co-host. */
function signing(bench: Bench, change: Partial<MeetingContextFields>): Parameters<Bench["context"]>[0] {
  return (fields) => bench.byHostKey({ ...fields, ...change })
}

/** A host's change without the host key; one of the link carries the next one. */
export function hostChanges(bench: Bench, change: Partial<MeetingContextFields>): Promise<Uint8Array> {
  const rotation = "coHosts" in change || "formerLinks" in change ? null : randomBytes(64)
  return bench.context(
    (fields) => bench.byMember({ ...fields, ...change }, HOST, bench.hostCertificate),
    saying(encodeAuthenticatedData({ kind: "context", rotation })),
  )
}

async function withOtherHostKey(bench: Bench): Promise<Uint8Array> {
  const other = await keyPair()
  return bench.context((fields) => bench.byKey({ ...fields, hostKey: other.publicKey }, other))
}

export function withExtensions(change: (extensions: readonly Extension[]) => readonly Extension[]): Change {
  return ({ proposals }) => ({
    proposals: proposals.map((proposal): Proposal => {
      if (proposal.proposalType !== "group_context_extensions") return proposal
      const { extensions } = proposal.groupContextExtensions
      return { ...proposal, groupContextExtensions: { extensions: [...change(extensions)] } }
    }),
  })
}

function withMeeting(change: (data: Uint8Array) => Uint8Array): Change {
  return withExtensions((extensions) =>
    extensions.map((extension) =>
      extension.extensionType === MEETING_EXTENSION
        ? { ...extension, extensionData: change(extension.extensionData) }
        : extension,
    ),
  )
}

function formerLink() {
  return { meeting: "0000000000", nameKey: randomBytes(60) }
}

function odd(): Extension {
  return { extensionType: 0xf0f0, extensionData: randomBytes(4) }
}

export function saying(authenticatedData: Uint8Array): Change {
  return () => ({ authenticatedData })
}
