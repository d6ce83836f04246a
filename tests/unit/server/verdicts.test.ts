import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import type { PublicGroup } from "../../../server/group-policy.ts"
import { Verdict, Verdicts } from "../../../server/verdicts.ts"
import { TestClock } from "./clock.ts"

const [ALICE, BOB, CHARLIE, DORA] = [1, 2, 3, 4].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const HOST = new Uint8Array(32).fill(9)
const digestOf = (epoch: bigint) => new Uint8Array(32).fill(Number(epoch))

/** A group of which only the epoch and who is a host matter here. */
function groupAt(epoch: bigint) {
  const leaves = [ALICE, BOB, CHARLIE, DORA].map((identityKey) => ({ identityKey, credential: { certificate: null } }))
  const host = { identityKey: HOST, credential: { certificate: new Uint8Array(64) } }
  return { epoch, leaves: [...leaves, host], context: { coHosts: [] } } as unknown as PublicGroup
}

const factsOf = (epoch: bigint) => ({
  digest: digestOf(epoch + 1n),
  author: BOB,
  before: groupAt(epoch),
  voters: [ALICE, CHARLIE].map(toHex),
})

function verdictsUpTo(epoch: bigint): Verdicts {
  const verdicts = new Verdicts()
  for (let begun = 1n; begun <= epoch; begun++) verdicts.begin(factsOf(begun - 1n))
  return verdicts
}

const verdictOn = (author: Uint8Array, voters: readonly Uint8Array[]) =>
  new Verdict({ digest: digestOf(1n), author, before: groupAt(0n), voters: voters.map(toHex) })

describe("what members said of the last commits", () => {
  it("is kept for eight epochs, and found by the epoch that a commit ended and its digest", () => {
    const verdicts = verdictsUpTo(9n)
    expect(verdicts.find(8n, digestOf(9n))).toMatchObject({ author: BOB, before: { epoch: 8n } })
    expect(verdicts.find(1n, digestOf(2n))).not.toBeNull()
    expect(verdicts.find(0n, digestOf(1n))).toBeNull()
    expect(verdicts.find(8n, digestOf(8n))).toBeNull()
  })

  it("is noted for the epoch that a commit begins, and for no unknown one", () => {
    const verdicts = verdictsUpTo(2n)
    verdicts.handleApplied(CHARLIE, 2n)
    verdicts.handleRefusal(ALICE, 2n)
    verdicts.handleRefusal(ALICE, 7n)
    const verdict = verdicts.find(1n, digestOf(2n))
    expect([verdict?.hasApplied(CHARLIE), verdict?.hasRefused(ALICE)]).toEqual([true, true])
    expect([verdict?.hasApplied(ALICE), verdict?.hasRefused(CHARLIE)]).toEqual([false, false])
    expect(verdicts.find(6n, digestOf(7n))).toBeNull()
  })

  it("is forgotten when the commit was taken back and another one takes its epoch", () => {
    const verdicts = verdictsUpTo(2n)
    verdicts.handleRefusal(ALICE, 2n)
    verdicts.begin({ ...factsOf(1n), digest: digestOf(99n) })
    expect(verdicts.find(1n, digestOf(2n))).toBeNull()
    expect(verdicts.find(1n, digestOf(99n))?.hasRefused(ALICE)).toBe(false)
  })
})

describe("a commit", () => {
  it("is refused where more voters refuse it than apply it, and nobody else has a say", async () => {
    const verdict = verdictOn(BOB, [ALICE, CHARLIE, DORA])
    verdict.handleApplied(DORA)
    verdict.handleRefusal(ALICE)
    verdict.handleRefusal(BOB)
    verdict.handleRefusal(HOST)
    verdict.handleRefusal(CHARLIE)
    expect(await verdict.isRefused(new TestClock(), 2000)).toBe(true)
    expect([verdict.hasRefused(BOB), verdict.hasRefused(HOST)]).toEqual([false, false])
  })

  it("is not refused by half of them, nor by whoever applied it before or after", async () => {
    const verdict = verdictOn(BOB, [ALICE, CHARLIE])
    verdict.handleApplied(CHARLIE)
    verdict.handleRefusal(CHARLIE)
    verdict.handleRefusal(ALICE)
    expect(await verdict.isRefused(new TestClock(), 2000)).toBe(false)
    verdict.handleApplied(ALICE)
    expect(verdict.hasRefused(ALICE)).toBe(false)
  })

  it("of a host has the host's own word for it", async () => {
    const [byHost, byMember] = [verdictOn(HOST, [ALICE]), verdictOn(BOB, [ALICE])]
    for (const verdict of [byHost, byMember]) verdict.handleRefusal(ALICE)
    expect(await byHost.isRefused(new TestClock(), 2000)).toBe(false)
    expect(await byMember.isRefused(new TestClock(), 2000)).toBe(true)
  })

  it("waits for those who can turn it, until the time is up", async () => {
    const clock = new TestClock()
    const [late, never] = [verdictOn(BOB, [ALICE, CHARLIE, DORA]), verdictOn(BOB, [ALICE, CHARLIE, DORA])]
    for (const verdict of [late, never]) verdict.handleRefusal(ALICE)
    const answers = Promise.all([late.isRefused(clock, 2000), never.isRefused(clock, 2000)])
    late.handleApplied(CHARLIE)
    late.handleApplied(DORA)
    clock.advance(2000)
    expect(await answers).toEqual([false, true])
  })
})
