// In a group that succeeds another: who may come, and what stays.

import { compareBytes, randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { type Succession, successionExtension } from "../../../../src/mls/succession.ts"
import { SUCCESSION_EXTENSION } from "../../../../src/mls/suite.ts"
import { leafOf, requireDefined } from "../forge.ts"
import { type KeyPair, keyPair } from "../people.ts"
import { type Bench, type Change, GUEST, HOST, OTHER, unchanged } from "./bench.ts"
import { withExtensions } from "./context-rows.ts"
import type { Row } from "./row.ts"

/** The author of the commit that was refused, and somebody who was in the predecessor and has not come yet. */
const AUTHOR = await keyPair()
const LATE = await keyPair()

/** What a group of these people succeeds: a group whose context was at generation 0. */
export function successionOf(people: readonly KeyPair[]): Succession {
  const returning = [...people, LATE].map(({ publicKey }) => publicKey).sort(compareBytes)
  const author = AUTHOR.publicKey
  return { origin: ORIGIN, predecessor: PREDECESSOR, epoch: 7n, refused: REFUSED, author, generation: 0, returning }
}

export const [ORIGIN, PREDECESSOR, REFUSED] = [randomBytes(32), randomBytes(32), randomBytes(32)]

export const successorRows = (bench: Bench): readonly Row[] => {
  const { workshop } = bench
  const come = async (identity: KeyPair, ticket: Uint8Array | null = null) =>
    bench.join(unchanged, await workshop.newcomer(identity), ticket)
  return [
    ["a late member of the predecessor", "accepted", () => come(LATE)],
    ["a return", "accepted", () => come(workshop.member(OTHER).identity)],
    ["a newcomer with a ticket", "accepted", () => bench.joinWithTicket((key) => bench.ticketFor(key))],
    ["a host that was not in the predecessor", "accepted", () => aHost(bench, workshop.origin)],
    ["a host's change", "accepted", () => bench.change({ mayChat: "hosts" }, null, "host")],
    ["a heal", "accepted", () => bench.heal(unchanged)],
    ["a newcomer without a ticket, though admission is open", "ticket-missing", async () => come(await keyPair())],
    ["the refused author", "refused-author", () => come(AUTHOR)],
    [
      "the refused author with a ticket",
      "refused-author",
      async () => come(AUTHOR, await bench.ticketFor(AUTHOR.publicKey)),
    ],
    [
      "a ticket that names this group",
      "ticket-forged",
      () => bench.joinWithTicket((key) => bench.ticketFor(key, { groupId: workshop.groupId })),
    ],
    ["a host certificate that names this group", "certificate-forged", () => aHost(bench, workshop.groupId)],
    [
      "a context signed for this group",
      "context-forged",
      () => bench.context((fields) => bench.byMember(fields, HOST, bench.hostCertificate, workshop.groupId)),
    ],
    [
      "a credential made for the first group",
      "credential-forged",
      async () => {
        const elsewhere = { groupId: workshop.origin, origin: workshop.origin }
        const own = await leafOf(workshop.meeting, elsewhere, LATE, { isHost: false })
        return bench.join(unchanged, { identity: LATE, own })
      },
    ],
    [
      "a leave from the first group",
      "left-forged",
      async () => bench.remove(unchanged, [await bench.left(OTHER, { groupId: workshop.origin })]),
    ],
    ["a guest's change", "not-a-host", () => bench.context(bench.byHostKey, unchanged, GUEST)],
    [
      "a change that keeps the copied generation",
      "context-unsigned",
      () => bench.context((fields) => ({ ...fields, generation: 0, authority: null })),
    ],
    [
      "a change that drops the succession",
      "succession-changed",
      () =>
        bench.context(
          bench.byHostKey,
          withExtensions((known) => known.slice(0, 1)),
        ),
    ],
    ...fieldsChanged(bench).map(([field, change]): Row => [
      `a change of the succession's ${field}`,
      "succession-changed",
      () => bench.context(bench.byHostKey, withSuccession(bench, change)),
    ]),
    [
      "the succession before the meeting",
      "context-extensions",
      () =>
        bench.context(
          bench.byHostKey,
          withExtensions((known) => known.toReversed()),
        ),
    ],
    [
      "the succession twice",
      "context-extensions",
      () =>
        bench.context(
          bench.byHostKey,
          withExtensions((known) => [...known, ...known.slice(1)]),
        ),
    ],
    ["a succession of another version", "succession-malformed", () => withEncoded(bench, { version: 2 })],
    ["a succession with one field more", "succession-malformed", () => withEncoded(bench, { version: 1, more: 1 })],
  ]
}

/** A successor of a group whose context had been changed, so that it was founded at generation 5. */
export const changedSuccessorRows = (bench: Bench): readonly Row[] => [
  ["a change that raises the generation", "accepted", () => bench.change({ admission: "locked" }, null, "host")],
  [
    "a change that raises the generation by two",
    "generation-jump",
    () => bench.change({ admission: "locked", generation: 7 }, null, "host"),
  ],
  [
    "a change that keeps the copied generation",
    "generation-lower",
    () => bench.context((fields) => bench.byHostKey({ ...fields, generation: 5 })),
  ],
  [
    "a late member of the predecessor",
    "accepted",
    async () => bench.join(unchanged, await bench.workshop.newcomer(LATE)),
  ],
  ["a newcomer without a ticket", "ticket-missing", () => bench.joinWithTicket(() => null)],
]

/** A successor in which a host has spoken: admission is ask there, at generation 1. */
export const spokenRows = (bench: Bench): readonly Row[] => [
  ["a newcomer with a ticket", "accepted", () => bench.joinWithTicket((key) => bench.ticketFor(key))],
  [
    "a late member of the predecessor without a ticket",
    "ticket-missing",
    async () => bench.join(unchanged, await bench.workshop.newcomer(LATE)),
  ],
  ["the refused author", "refused-author", async () => bench.join(unchanged, await bench.workshop.newcomer(AUTHOR))],
]

/** Each field of a succession, changed. */
export function fieldsChanged({ group }: Bench): readonly (readonly [keyof Succession, Partial<Succession>])[] {
  const { returning } = requireDefined(group.succession)
  return [
    ["origin", { origin: randomBytes(32) }],
    ["predecessor", { predecessor: randomBytes(32) }],
    ["epoch", { epoch: 8n }],
    ["refused", { refused: randomBytes(32) }],
    ["author", { author: randomBytes(32) }],
    ["generation", { generation: 1 }],
    ["returning", { returning: returning.slice(1) }],
  ]
}

function withSuccession({ group }: Bench, change: Partial<Succession>): Change {
  const succession = { ...requireDefined(group.succession), ...change }
  return withExtensions((known) => [...known.slice(0, 1), successionExtension(succession)])
}

function withEncoded(bench: Bench, change: { version: number; more?: number }): Promise<Uint8Array> {
  const extensionData = encodeCbor({ ...requireDefined(bench.group.succession), ...change })
  return bench.context(
    bench.byHostKey,
    withExtensions((known) => [...known.slice(0, 1), { extensionType: SUCCESSION_EXTENSION, extensionData }]),
  )
}

async function aHost(bench: Bench, origin: Uint8Array): Promise<Uint8Array> {
  const identity = await keyPair()
  const { groupId, meeting } = bench.workshop
  const own = await leafOf(meeting, { groupId, origin }, identity, { isHost: true })
  return bench.join(unchanged, { identity, own })
}
