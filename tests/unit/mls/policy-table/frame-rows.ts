// What holds for every commit's frame (RFC 9420 §6).

import { protectProposalPublic } from "ts-mls/messageProtectionPublic.js"
import { randomBytes } from "../../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../../src/bytes/cbor.ts"
import { encodeAuthenticatedData } from "../../../../src/mls/authenticated-data.ts"
import { encodeCommit } from "../../../../src/mls/wire.ts"
import { adding, type Bench, GUEST, HOST, OTHER, removal, unchanged } from "./bench.ts"
import type { Row } from "./row.ts"

/** Where an MLSMessage of a commit has its version, wire format and the length of its group id. */
const [VERSION_AT, WIRE_FORMAT_AT, GROUP_ID_LENGTH_AT] = [1, 3, 4]

export const frameRows = (bench: Bench): readonly Row[] => [
  ["a heal", "accepted", () => bench.heal(unchanged)],
  ["no bytes", "malformed", () => Promise.resolve(new Uint8Array())],
  ["bytes that are no message", "malformed", () => Promise.resolve(randomBytes(100).fill(0, 0, 2))],
  ["a byte after the commit", "malformed", async () => Uint8Array.of(...(await bench.heal(unchanged)), 0)],
  ["a truncated commit", "malformed", async () => (await bench.heal(unchanged)).subarray(0, -1)],
  ["another protocol version", "malformed", async () => (await bench.heal(unchanged)).with(VERSION_AT, 2)],
  ["an unknown wire format", "malformed", async () => (await bench.heal(unchanged)).with(WIRE_FORMAT_AT, 9)],
  ["a length in a longer form than it needs", "malformed", async () => withLongerLength(await bench.heal(unchanged))],
  ["a confirmation tag too short", "malformed", () => bench.heal(() => ({ confirmationTag: randomBytes(31) }))],
  ["a confirmation tag too long", "malformed", () => bench.heal(() => ({ confirmationTag: randomBytes(33) }))],
  ["a group info", "wire-format", () => bench.workshop.groupInfo()],
  ["a proposal that stands alone", "content-type", () => loneProposal(bench)],
  [
    "an external sender",
    "sender-type",
    () => bench.heal(() => ({ sender: { senderType: "external", senderIndex: 0 } })),
  ],
  [
    "a newcomer's proposal for a sender",
    "sender-type",
    () => bench.heal(() => ({ sender: { senderType: "new_member_proposal" } })),
  ],
  ["another group's commit", "wrong-group", () => bench.heal(() => ({ groupId: randomBytes(32) }))],
  ["a group id cut short", "wrong-group", () => bench.heal(({ groupId }) => ({ groupId: groupId.subarray(0, 31) }))],
  ["an earlier epoch's commit", "wrong-epoch", () => bench.heal(({ epoch }) => ({ epoch: epoch - 1n }))],
  ["a later epoch's commit", "wrong-epoch", () => bench.heal(({ epoch }) => ({ epoch: epoch + 1n }))],
  [
    "a leaf that does not exist",
    "unknown-sender",
    () => bench.heal(() => ({ sender: { senderType: "member", leafIndex: 77 } })),
  ],
  [
    "a member who signs as another",
    "bad-signature",
    () => bench.heal(() => ({ sender: { senderType: "member", leafIndex: OTHER } })),
  ],
  [
    "a member's commit sent as a newcomer's",
    "external-init",
    () => bench.heal(() => ({ sender: { senderType: "new_member_commit" }, ...asJoin })),
  ],
  [
    "a newcomer's commit signed by another leaf",
    "bad-signature",
    async () => {
      const { commit } = await bench.workshop.joinOf(await bench.workshop.newcomer())
      return bench.workshop.forge(commit, await bench.workshop.newcomer(), unchanged)
    },
  ],
  ["a changed byte under the signature", "bad-signature", async () => withOtherData(await bench.heal(unchanged))],
  ["a proposal by reference", "proposal-by-reference", () => bench.heal(() => ({ references: [randomBytes(32)] }))],
  [
    "a reference beside an inline Remove",
    "proposal-by-reference",
    () => bench.remove(() => ({ references: [randomBytes(32)] })),
  ],
  ["a join by reference", "proposal-by-reference", () => bench.join(() => ({ references: [randomBytes(32)] }))],
  [
    "a member's Add",
    "proposal-not-allowed",
    async () => {
      const { own } = await bench.workshop.newcomer()
      return bench.heal(adding({ proposalType: "add", add: { keyPackage: own.publicPackage } }))
    },
  ],
  [
    "an Add beside a Remove",
    "proposal-not-allowed",
    async () => {
      const { own } = await bench.workshop.newcomer()
      return bench.remove(adding({ proposalType: "add", add: { keyPackage: own.publicPackage } }))
    },
  ],
  ["a member's PreSharedKey", "proposal-not-allowed", () => bench.heal(adding(meetingPsk(bench)))],
  ["a PreSharedKey beside a Remove", "proposal-not-allowed", () => bench.remove(adding(meetingPsk(bench)))],
  [
    "a member's ExternalInit",
    "proposal-not-allowed",
    () => bench.heal(adding({ proposalType: "external_init", externalInit: { kemOutput: randomBytes(32) } })),
  ],
  [
    "a ReInit",
    "proposal-not-allowed",
    () =>
      bench.heal(
        adding({
          proposalType: "reinit",
          reinit: { groupId: randomBytes(32), version: "mls10", cipherSuite: bench.group.suite.name, extensions: [] },
        }),
      ),
  ],
  [
    "an unknown proposal",
    "proposal-not-allowed",
    () => bench.heal(adding({ proposalType: 0xf0f0, proposalData: randomBytes(4) })),
  ],
  [
    "an unknown proposal in a join",
    "proposal-not-allowed",
    () => bench.join(adding({ proposalType: 0xf0f0, proposalData: randomBytes(4) })),
  ],
  [
    "a context change beside a Remove",
    "proposal-not-allowed",
    () => bench.context(bench.byHostKey, adding(removal(OTHER))),
  ],
  [
    "two context changes",
    "proposal-not-allowed",
    () => bench.context(bench.byHostKey, ({ proposals }) => ({ proposals: [...proposals, ...proposals] })),
  ],
  [
    "a heal without authenticated data",
    "authenticated-data",
    () => bench.heal(() => ({ authenticatedData: new Uint8Array() })),
  ],
  [
    "a heal with a removal's data",
    "authenticated-data",
    () => bench.heal(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "remove", reasons: [] }) })),
  ],
  [
    "a heal with one field more",
    "authenticated-data",
    () => bench.heal(() => ({ authenticatedData: encodeCbor({ kind: "heal", more: 1 }) })),
  ],
  [
    "a heal with a byte after its data",
    "authenticated-data",
    () => bench.heal(({ authenticatedData }) => ({ authenticatedData: Uint8Array.of(...authenticatedData, 0) })),
  ],
  ["a heal of the host's", "accepted", () => bench.heal(unchanged, HOST)],
  [
    "a join with a heal's data",
    "authenticated-data",
    () => bench.join(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "heal" }) })),
  ],
  [
    "a removal with a context's data",
    "authenticated-data",
    () => bench.remove(() => ({ authenticatedData: encodeAuthenticatedData({ kind: "context", rotation: null }) })),
  ],
  [
    "a context with a heal's data",
    "authenticated-data",
    () => bench.context(bench.byHostKey, () => ({ authenticatedData: encodeAuthenticatedData({ kind: "heal" }) })),
  ],
]

const asJoin = { authenticatedData: encodeAuthenticatedData({ kind: "join", ticket: null }) }

function meetingPsk({ workshop }: Bench) {
  const { pskId } = workshop.meeting.expectation
  const preSharedKeyId = { psktype: "external" as const, pskId, pskNonce: randomBytes(32) }
  return { proposalType: "psk" as const, psk: { preSharedKeyId } }
}

async function loneProposal({ workshop }: Bench): Promise<Uint8Array> {
  const { state, own } = workshop.member(GUEST)
  const { groupContext, keySchedule } = state
  const none = new Uint8Array()
  const key = keySchedule.membershipKey
  const lone = await protectProposalPublic(none, key, groupContext, none, removal(OTHER), 1, own.suite)
  return encodeCommit(lone.publicMessage)
}

/** The group id's length (32) in two bytes in place of one (RFC 9420 §2.1.2). */
function withLongerLength(commit: Uint8Array): Uint8Array {
  const { [GROUP_ID_LENGTH_AT]: length = 0 } = commit
  return Uint8Array.of(
    ...commit.subarray(0, GROUP_ID_LENGTH_AT),
    0x40,
    length,
    ...commit.subarray(GROUP_ID_LENGTH_AT + 1),
  )
}

/** The last letter of the heal's own word: "heal" becomes "heam", which the signature does not cover. */
function withOtherData(commit: Uint8Array): Uint8Array {
  const word = encodeAuthenticatedData({ kind: "heal" })
  const at = commit.findIndex((_, start) => word.every((byte, offset) => commit[start + offset] === byte))
  return commit.with(at + word.length - 1, "m".charCodeAt(0))
}
