import { describe, expect, it } from "vitest"
import { type Asker, Askers, GATHER_MS } from "../../../server/askers.ts"
import { Audience } from "../../../server/audience.ts"
import type { PublicGroup } from "../../../server/group-policy.ts"
import { toHex } from "../../../src/bytes/bytes.ts"
import { decodeFromService, MAX_ASKERS, type Push, type Reply } from "../../../src/delivery/messages.ts"
import { TestClock } from "./clock.ts"

const HOST = keyOf(1)
const CO_HOST = keyOf(2)
const MEMBER = keyOf(3)

function keyOf(filler: number): Uint8Array {
  return new Uint8Array(32).fill(filler)
}

/** What of a group tells who is a host and whom it admits. */
function groupOf(admission: "open" | "ask" | "locked", coHosts: readonly Uint8Array[] = []): PublicGroup {
  const leaves = [HOST, CO_HOST, MEMBER].map((identityKey, leaf) => ({
    leaf,
    identityKey,
    credential: { certificate: identityKey === HOST ? new Uint8Array(64) : null },
  }))
  const context = {
    admission,
    generation: 1,
    coHosts: coHosts.map((identityKey) => ({ identityKey, certificate: new Uint8Array(64) })),
  }
  return { leaves, context, succession: null } as unknown as PublicGroup
}

function setUp() {
  const clock = new TestClock()
  const audience = new Audience(clock)
  const group = { current: groupOf("ask"), audience }
  const askers = new Askers(group, clock)
  const heard: Record<"host" | "coHost" | "member", (Reply | Push)[]> = { host: [], coHost: [], member: [] }
  for (const [name, identityKey] of [
    ["host", HOST],
    ["coHost", CO_HOST],
    ["member", MEMBER],
  ] as const) {
    const push = (bytes: Uint8Array) => heard[name].push(decodeFromService(bytes))
    audience.connect(identityKey, { isOpen: true, push, end: () => undefined })
    askers.handlePresent(identityKey)
  }
  return { clock, askers, group, heard }
}

function askerOf(identityKey: Uint8Array, address = "192.0.2.1") {
  const fate: string[] = []
  const asker: Asker = {
    identityKey,
    sealedName: new Uint8Array(348),
    nonce: new Uint8Array(32),
    signature: new Uint8Array(64),
    address,
    handleAdmitted: () => fate.push("admitted"),
    handleDenied: () => fate.push("denied"),
    handleOpened: () => fate.push("opened"),
    handleClosed: (fault) => fate.push(fault),
  }
  return { asker, fate }
}

const told = (pushes: readonly (Reply | Push)[]) =>
  pushes.flatMap((push) =>
    push.type === "asking"
      ? [[push.scope, ...push.askers.map(({ identityKey }) => toHex(identityKey).slice(0, 2))]]
      : [],
  )

describe("those who ask", () => {
  it("are told to hosts, all of them on their coming and each one after that", () => {
    const { askers, heard, group, clock } = setUp()
    askers.ask(askerOf(keyOf(10)).asker)
    group.current = groupOf("ask", [CO_HOST])
    askers.handleEpoch()
    clock.advance(GATHER_MS)
    askers.ask(askerOf(keyOf(11)).asker)
    expect(told(heard.host)).toEqual([["all"], ["further", "0a"], ["further", "0b"]])
    expect(told(heard.coHost)).toEqual([
      ["all", "0a"],
      ["further", "0b"],
    ])
    group.current = groupOf("ask")
    askers.handleEpoch()
    askers.ask(askerOf(keyOf(12)).asker)
    expect(told(heard.coHost)).toHaveLength(2)
    expect(heard.member).toEqual([])
  })

  it("have waited since they first asked, if they never ceased to", () => {
    const { askers, heard, clock } = setUp()
    askers.ask(askerOf(keyOf(10)).asker)
    clock.advance(5000)
    const { asker } = askerOf(keyOf(10))
    askers.ask(asker)
    clock.advance(1000)
    askers.handlePresent(HOST)
    askers.withdraw(asker)
    askers.ask(asker)
    const waited = heard.host.flatMap((push) => (push.type === "asking" ? push.askers : [])).map((one) => one.waitedMs)
    expect(waited).toEqual([0, 5000, 6000, 0])
  })

  it("are told together who come within a quarter of a second, but for the first; nothing is said of who went before", () => {
    const { askers, heard, clock } = setUp()
    const [first, second, third, fourth] = [10, 11, 12, 13].map((key) => askerOf(keyOf(key)).asker)
    if (!first || !second || !third || !fourth) throw new Error("four ask")
    for (const asker of [first, second, third, fourth]) askers.ask(asker)
    askers.withdraw(third)
    clock.advance(GATHER_MS - 1)
    expect(told(heard.host)).toEqual([["all"], ["further", "0a"]])
    clock.advance(1)
    expect(told(heard.host).slice(2)).toEqual([["further", "0b", "0d"]])
    askers.ask(second) // anew
    askers.withdraw(second)
    expect(
      heard.host.flatMap((push) => (push.type === "answered" ? [toHex(push.identityKey).slice(0, 2)] : [])),
    ).toEqual(["0b"])
    clock.advance(GATHER_MS)
    expect(told(heard.host)).toHaveLength(3)
  })

  it("are told to a host who comes while others are about to hear of them, and withdrawn from it", () => {
    const { askers, heard, group } = setUp()
    const [first, second] = [askerOf(keyOf(10)).asker, askerOf(keyOf(11)).asker]
    askers.ask(first)
    askers.ask(second)
    group.current = groupOf("ask", [CO_HOST])
    askers.handleEpoch()
    expect(told(heard.coHost)).toEqual([["all", "0a", "0b"]])
    askers.withdraw(second)
    for (const each of [heard.host, heard.coHost]) expect(each.at(-1)).toMatchObject({ type: "answered" })
  })

  it("withdraw no newer question of their own", () => {
    const { askers, heard } = setUp()
    const [old, fresh] = [askerOf(keyOf(10)), askerOf(keyOf(10))]
    askers.ask(old.asker)
    askers.ask(fresh.asker)
    askers.withdraw(old.asker)
    expect(heard.host.filter(({ type }) => type === "answered")).toEqual([])
    askers.answer(HOST, keyOf(10), new Uint8Array(1))
    expect([old.fate, fresh.fate]).toEqual([[], ["admitted"]])
  })

  it.each([
    ["open", "opened"],
    ["locked", "locked"],
  ] as const)("are done with once the meeting is %s", (admission, expected) => {
    const { askers, group, heard } = setUp()
    const { asker, fate } = askerOf(keyOf(10))
    askers.ask(asker)
    askers.handleEpoch()
    expect(fate).toEqual([])
    group.current = groupOf(admission)
    askers.handleEpoch()
    expect(fate).toEqual([expected])
    expect(heard.host.at(-1)).toMatchObject({ type: "answered" })
  })

  it.each(["unknown-group", "not-proven"] as const)("hear that what they asked for is over: %s", (fault) => {
    const { askers, heard } = setUp()
    const { asker, fate } = askerOf(keyOf(10))
    askers.ask(asker)
    askers.close(fault)
    expect(fate).toEqual([fault])
    expect(heard.host.at(-1)).toMatchObject({ type: "answered" })
  })

  it(`are ${MAX_ASKERS} at most, of one address`, () => {
    const { askers } = setUp()
    for (let count = 0; count < MAX_ASKERS; count++) askers.ask(askerOf(keyOf(100 + count)).asker)
    expect(() => askers.ask(askerOf(keyOf(50)).asker)).toThrow(expect.objectContaining({ fault: "too-many" }))
    askers.ask(askerOf(keyOf(100)).asker) // one of them, anew
  })

  it("share the places by address: whoever is one of many makes room for others, until they are as many", () => {
    const { askers } = setUp()
    const crowd = Array.from({ length: MAX_ASKERS }, (_, count) => askerOf(keyOf(100 + count)))
    for (const { asker } of crowd) askers.ask(asker)
    const half = MAX_ASKERS / 2
    for (let count = 0; count < half; count++) askers.ask(askerOf(keyOf(count), "192.0.2.2").asker)
    const fates = crowd.map(({ fate }) => fate.join(" "))
    expect(fates).toEqual(crowd.map((_, place) => (place < half ? "" : "too-many")))
    const one = askerOf(keyOf(50), "192.0.2.2").asker
    expect(() => askers.ask(one)).toThrow(expect.objectContaining({ fault: "too-many" }))
  })

  it("are answered by hosts alone, once", () => {
    const { askers } = setUp()
    const { asker, fate } = askerOf(keyOf(10))
    askers.ask(asker)
    expect(() => askers.answer(MEMBER, keyOf(10), null)).toThrow(expect.objectContaining({ fault: "not-a-host" }))
    askers.answer(HOST, keyOf(10), null)
    expect(fate).toEqual(["denied"])
    expect(() => askers.answer(HOST, keyOf(10), null)).toThrow(expect.objectContaining({ fault: "not-asking" }))
  })
})
