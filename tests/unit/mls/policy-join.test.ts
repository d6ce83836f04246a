import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { judgeCommit, type PolicyFault } from "../../../src/mls/policy.ts"
import { leafOf, requireDefined } from "./forge.ts"
import { keyPair } from "./people.ts"
import {
  adding,
  asking,
  askingJoin,
  doubling,
  dropping,
  GUEST,
  join,
  open,
  OTHER,
  removal,
  resumption,
  testPolicy,
  ticketFor,
  unchanged,
  withPsk,
} from "./policy-bench.ts"

testPolicy(
  "the policy on joins",
  [
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
  ],
  [
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
  ],
)

describe("the policy where admission is ask", () => {
  it("lets in whoever has a ticket where admission is ask", async () => {
    const judged = await judgeCommit(asking.group, await askingJoin((key) => ticketFor(key)))
    expect(judged.kind).toBe("join")
  })

  it.each<readonly [string, PolicyFault, () => Promise<Uint8Array>]>([
    ["a newcomer without a ticket where admission is ask", "ticket-missing", () => askingJoin(() => null)],
    ["a ticket of another generation", "ticket-generation", () => askingJoin((key) => ticketFor(key, 1))],
    ["a ticket for somebody else", "ticket-forged", () => askingJoin(() => ticketFor(randomBytes(32)))],
    ["a ticket that no host signed", "ticket-forged", () => askingJoin((key) => ticketFor(key, 0, "guest"))],
  ])("refuses %s as %s", async (_title, fault, make) => {
    await expect(judgeCommit(asking.group, await make())).rejects.toMatchObject({ name: "PolicyError", fault })
  })
})

describe("the policy on a full group", () => {
  it("has no place for a 251st leaf", async () => {
    const newcomer = await open.newcomer()
    const { commit } = await open.joinOf(newcomer)
    const leaf = requireDefined(open.group.tree[4])
    const tree = Array.from({ length: 511 }, (_, index) => (index % 2 === 0 && index < 500 ? leaf : undefined))
    await expect(judgeCommit({ ...open.group, tree }, commit)).rejects.toMatchObject({ fault: "group-full" })
  })
})
