import { protectProposalPublic } from "ts-mls/messageProtectionPublic.js"
import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import { encodeAuthenticatedData } from "../../../src/mls/authenticated-data.ts"
import { groupInfoOf } from "../../../src/mls/installed.ts"
import { buildHeal } from "../../../src/mls/member-commit.ts"
import { judgeCommit } from "../../../src/mls/policy.ts"
import { nextPublicGroup } from "../../../src/mls/public-group.ts"
import { encodeCommit } from "../../../src/mls/wire.ts"
import {
  adding,
  byHostKey,
  context,
  GUEST,
  heal,
  healWithLeaf,
  join,
  memberOf,
  open,
  OTHER,
  removal,
  testPolicy,
  unchanged,
} from "./policy-bench.ts"

testPolicy(
  "the policy on a commit's frame",
  [["a heal", () => heal(unchanged), "heal"]],
  [
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
  ],
)

describe("the service", () => {
  it("follows by commits alone, and refuses a path that does not hash", async () => {
    const built = await buildHeal(memberOf(open, GUEST))
    const next = await nextPublicGroup(open.group, await judgeCommit(open.group, built.commit))
    expect(next.groupContext).toEqual(built.state.groupContext)
    expect(next.confirmationTag).toEqual(built.state.confirmationTag)
    const broken = await healWithLeaf({ parentHash: randomBytes(32) })
    const judged = await judgeCommit(open.group, broken)
    await expect(nextPublicGroup(open.group, judged)).rejects.toMatchObject({ fault: "parent-hash" })
  })
})
