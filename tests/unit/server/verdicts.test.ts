import { describe, expect, it } from "vitest"
import type { PublicGroup } from "../../../server/group-policy.ts"
import { Verdicts } from "../../../server/verdicts.ts"

const ALICE = new Uint8Array(32).fill(1)
const BOB = new Uint8Array(32).fill(2)
const digestOf = (epoch: bigint) => new Uint8Array(32).fill(Number(epoch))

/** A group of which only the epoch matters here. */
const groupAt = (epoch: bigint) => ({ epoch }) as PublicGroup

function verdictsUpTo(epoch: bigint): Verdicts {
  const verdicts = new Verdicts()
  for (let begun = 1n; begun <= epoch; begun++) verdicts.begin(groupAt(begun - 1n), digestOf(begun), BOB)
  return verdicts
}

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
    verdicts.handleApplied(BOB, 2n)
    verdicts.handleRefusal(ALICE, 2n)
    verdicts.handleRefusal(ALICE, 7n)
    expect(verdicts.find(1n, digestOf(2n))).toMatchObject({
      applied: new Set(["02".repeat(32)]),
      refused: new Set(["01".repeat(32)]),
    })
    expect(verdicts.find(6n, digestOf(7n))).toBeNull()
  })

  it("is forgotten when the commit was taken back and another one takes its epoch", () => {
    const verdicts = verdictsUpTo(2n)
    verdicts.handleRefusal(ALICE, 2n)
    verdicts.begin(groupAt(1n), digestOf(99n), ALICE)
    expect(verdicts.find(1n, digestOf(2n))).toBeNull()
    expect(verdicts.find(1n, digestOf(99n))?.refused.size).toBe(0)
  })
})
