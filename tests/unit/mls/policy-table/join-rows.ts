// Joins: the proposals of an external commit, and tickets.

import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { decodeTicket } from "../../../../src/mls/ticket.ts"
import { leafOf } from "../forge.ts"
import { keyPair } from "../people.ts"
import {
  adding,
  type Bench,
  doubling,
  dropping,
  GUEST,
  HOST,
  OTHER,
  removal,
  resumption,
  unchanged,
  withPsk,
} from "./bench.ts"
import type { Row } from "./row.ts"

export const joinRows = (bench: Bench): readonly Row[] => {
  const { workshop } = bench
  const comingBack = () => workshop.newcomer(workshop.member(OTHER).identity)
  return [
    ["a newcomer's join", "accepted", () => bench.join(unchanged)],
    ["a return that replaces the own leaf", "accepted", async () => bench.join(unchanged, await comingBack())],
    ["a host's join", "accepted", async () => bench.join(unchanged, await aHost(bench))],
    ["a join without ExternalInit", "external-init", () => bench.join(dropping("external_init"))],
    ["a join with two ExternalInits", "external-init", () => bench.join(doubling("external_init"))],
    ["an ExternalInit of another length", "external-init", () => bench.join(withKemOutput(randomBytes(31)))],
    ["a join without a pre-shared key", "psk-count", () => bench.join(dropping("psk"))],
    ["a join with two pre-shared keys", "psk-count", () => bench.join(doubling("psk"))],
    ["a former member's resumption key", "psk-type", () => bench.join(resumption(bench.group))],
    ["another link's pre-shared key", "psk-id", () => bench.join(withPsk(() => ({ pskId: randomBytes(32) })))],
    ["a pre-shared key without an id", "psk-id", () => bench.join(withPsk(() => ({ pskId: new Uint8Array() })))],
    ["a short nonce", "psk-nonce", () => bench.join(withPsk(() => ({ pskNonce: randomBytes(31) })))],
    ["a long nonce", "psk-nonce", () => bench.join(withPsk(() => ({ pskNonce: randomBytes(33) })))],
    ["no nonce", "psk-nonce", () => bench.join(withPsk(() => ({ pskNonce: new Uint8Array() })))],
    ["a join that removes somebody else", "removes-another", () => bench.join(adding(removal(GUEST)))],
    ["a join that removes the host", "removes-another", () => bench.join(adding(removal(HOST)))],
    ["a join that removes an empty leaf", "removes-another", () => bench.join(adding(removal(9)))],
    [
      "a return that removes somebody else",
      "removes-another",
      async () =>
        bench.join(
          ({ proposals }) => ({
            proposals: proposals.map((proposal) => (proposal.proposalType === "remove" ? removal(GUEST) : proposal)),
          }),
          await comingBack(),
        ),
    ],
    [
      "a return that removes two",
      "removes-another",
      async () => bench.join(adding(removal(GUEST)), await comingBack()),
    ],
    [
      "a return that keeps its earlier leaf",
      "not-replaced",
      async () => bench.join(dropping("remove"), await comingBack()),
    ],
    [
      "a join that changes the context",
      "proposal-not-allowed",
      () =>
        bench.join(adding({ proposalType: "group_context_extensions", groupContextExtensions: { extensions: [] } })),
    ],
    [
      "a join that adds a friend",
      "proposal-not-allowed",
      async () => {
        const friend = await workshop.newcomer()
        return bench.join(adding({ proposalType: "add", add: { keyPackage: friend.own.publicPackage } }))
      },
    ],
    ["a join without a path", "path-missing", () => bench.join(() => ({ path: undefined }))],
    ["a ticket that is no map", "authenticated-data", () => bench.join(withData({ kind: "join", ticket: 1 }))],
    ["no word on a ticket", "authenticated-data", () => bench.join(withData({ kind: "join" }))],
    [
      "a ticket without its signature",
      "authenticated-data",
      () => {
        const ticket = { generation: 0, host: randomBytes(32), certificate: randomBytes(64) }
        return bench.join(withData({ kind: "join", ticket }))
      },
    ],
    [
      "a bad ticket though none is needed",
      "ticket-forged",
      () => bench.joinWithTicket(() => bench.ticketFor(randomBytes(32))),
    ],
  ]
}

/** In a group whose admission is ask. */
export const ticketRows = (bench: Bench): readonly Row[] => [
  ["a newcomer with a ticket", "accepted", () => bench.joinWithTicket((key) => bench.ticketFor(key))],
  ["a host without a ticket", "accepted", async () => bench.join(unchanged, await aHost(bench))],
  [
    "a return without a ticket",
    "accepted",
    async () => bench.join(unchanged, await bench.workshop.newcomer(bench.workshop.member(GUEST).identity)),
  ],
  ["a newcomer without a ticket", "ticket-missing", () => bench.joinWithTicket(() => null)],
  [
    "a ticket of an earlier generation",
    "ticket-generation",
    () => bench.joinWithTicket((key) => bench.ticketFor(key, { generation: 0 })),
  ],
  [
    "a ticket of a later generation",
    "ticket-generation",
    () => bench.joinWithTicket((key) => bench.ticketFor(key, { generation: 7 })),
  ],
  [
    "an earlier generation's ticket with the present number",
    "ticket-forged",
    async () => {
      const newcomer = await bench.workshop.newcomer()
      const earlier = decodeTicket(await bench.ticketFor(newcomer.identity.publicKey, { generation: 0 }))
      const ticket = { ...earlier, generation: bench.group.context.generation }
      return bench.join(withData({ kind: "join", ticket }), newcomer)
    },
  ],
  ["a ticket for somebody else", "ticket-forged", () => bench.joinWithTicket(() => bench.ticketFor(randomBytes(32)))],
  [
    "a ticket of another group",
    "ticket-forged",
    () => bench.joinWithTicket((key) => bench.ticketFor(key, { groupId: randomBytes(32) })),
  ],
  [
    "a guest's ticket with the host's certificate",
    "ticket-forged",
    () => bench.joinWithTicket((key) => bench.ticketFor(key, { by: bench.workshop.member(GUEST).identity })),
  ],
  [
    "a guest's ticket with a certificate of its own making",
    "ticket-forged",
    async () => {
      const { identity } = bench.workshop.member(GUEST)
      const certificate = await bench.certificateFor(identity.publicKey, identity)
      return bench.joinWithTicket((key) => bench.ticketFor(key, { by: identity, certificate }))
    },
  ],
  [
    "a ticket of somebody who is off the list of co-hosts",
    "ticket-forged",
    async () => {
      const { identity } = bench.workshop.member(GUEST)
      const certificate = await bench.coHostCertificateFor(identity.publicKey)
      return bench.joinWithTicket((key) => bench.ticketFor(key, { by: identity, certificate }))
    },
  ],
  [
    "a host of another group",
    "ticket-forged",
    async () => {
      const by = await keyPair()
      const certificate = await bench.certificateFor(by.publicKey, bench.workshop.meeting.host, randomBytes(32))
      return bench.joinWithTicket((key) => bench.ticketFor(key, { by, certificate }))
    },
  ],
]

async function aHost({ workshop }: Bench) {
  const identity = await keyPair()
  return { identity, own: await leafOf(workshop.meeting, workshop, identity, { isHost: true }) }
}

function withKemOutput(kemOutput: Uint8Array): Parameters<Bench["join"]>[0] {
  return ({ proposals }) => ({
    proposals: proposals.map((proposal) =>
      proposal.proposalType === "external_init" ? { ...proposal, externalInit: { kemOutput } } : proposal,
    ),
  })
}

function withData(data: Parameters<typeof encodeCbor>[0]): Parameters<Bench["join"]>[0] {
  return () => ({ authenticatedData: encodeCbor(data) })
}
