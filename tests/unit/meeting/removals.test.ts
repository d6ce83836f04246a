import { describe, expect, it, vi } from "vitest"
import { type Departure, GATHER_MS, RANK_DELAY_MS, Removals } from "../../../src/meeting/removals.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf } from "./fixtures.ts"

const SIGNATURE = new Uint8Array(64).fill(1)
const EVERYBODY = [ANA, BEN, CHIDI]
const chidiLeft: Departure = { reason: "left", leafKey: CHIDI.leafKey, signature: SIGNATURE }
const chidiGone: Departure = { reason: "gone", leafKey: CHIDI.leafKey, signature: SIGNATURE, epoch: 1n }

/** Removals of the person at `ownLeaf` in epoch 1 of everybody. */
function setUp(ownLeaf: number) {
  const clock = new FakeClock()
  const commit = vi.fn<() => void>()
  const removals = new Removals(clock, () => commit())
  removals.handleEpoch(epochOf(1n, EVERYBODY, ownLeaf))
  return { clock, commit, removals }
}

describe("taking leavers out", () => {
  it("falls to the live member with the lowest leaf, which waits only for those who leave together", () => {
    const { clock, commit, removals } = setUp(0)
    removals.handleDeparture(chidiLeft)
    clock.advance(GATHER_MS - 1)
    expect(commit).not.toHaveBeenCalled()
    clock.advance(1)
    expect(commit).toHaveBeenCalledOnce()
    expect(removals.due()).toEqual([{ reason: "left", leafKey: CHIDI.leafKey, signature: SIGNATURE }])
  })

  it("falls to the next rank a quarter of a second later, when nobody did it before", () => {
    const { clock, commit, removals } = setUp(1)
    removals.handleDeparture(chidiLeft)
    clock.advance(GATHER_MS + RANK_DELAY_MS - 1)
    expect(commit).not.toHaveBeenCalled()
    clock.advance(1)
    expect(commit).toHaveBeenCalledOnce()
  })

  it("is over when an epoch without the leaver comes first", () => {
    const { clock, commit, removals } = setUp(1)
    removals.handleDeparture(chidiLeft)
    removals.handleEpoch(epochOf(2n, [ANA, BEN], 1))
    clock.advance(10_000)
    expect(commit).not.toHaveBeenCalled()
    expect(removals.due()).toEqual([])
  })

  it("counts ranks among the living: who stands behind leavers has the first rank", () => {
    const { clock, commit, removals } = setUp(1)
    removals.handleDeparture({ reason: "left", leafKey: ANA.leafKey, signature: SIGNATURE })
    clock.advance(GATHER_MS)
    expect(commit).toHaveBeenCalledOnce()
  })

  it("is tried again by the same member when its commit was lost, after everybody had a turn", () => {
    const { clock, commit, removals } = setUp(0)
    removals.handleDeparture(chidiLeft)
    clock.advance(GATHER_MS + EVERYBODY.length * RANK_DELAY_MS - 1)
    expect(commit).toHaveBeenCalledOnce()
    clock.advance(1)
    expect(commit).toHaveBeenCalledTimes(2)
  })

  it("is never done by who leaves", () => {
    const { clock, commit, removals } = setUp(2)
    removals.handleDeparture(chidiLeft)
    clock.advance(10_000)
    expect(commit).not.toHaveBeenCalled()
  })

  it("carries a leaver's own word into later epochs", () => {
    const { removals } = setUp(0)
    removals.handleDeparture(chidiLeft)
    removals.handleEpoch(epochOf(2n, EVERYBODY))
    expect(removals.due()).toHaveLength(1)
  })

  it("takes the service's word in its own epoch only, and again when it is said anew", () => {
    const { removals } = setUp(0)
    removals.handleDeparture(chidiGone)
    expect(removals.due()).toHaveLength(1)
    removals.handleEpoch(epochOf(2n, EVERYBODY))
    expect(removals.due()).toEqual([])
    removals.handleDeparture({ ...chidiGone, epoch: 2n })
    expect(removals.due()).toHaveLength(1)
  })

  it("does not let the service's word replace the leaver's own", () => {
    const { removals } = setUp(0)
    removals.handleDeparture(chidiLeft)
    removals.handleDeparture(chidiGone)
    expect(removals.due()[0]?.reason).toBe("left")
  })

  it("takes several leavers out together", () => {
    const { removals } = setUp(0)
    removals.handleDeparture({ reason: "left", leafKey: BEN.leafKey, signature: SIGNATURE })
    removals.handleDeparture(chidiLeft)
    expect(removals.due().map(({ leafKey }) => leafKey)).toEqual([BEN.leafKey, CHIDI.leafKey])
  })

  it("knows who is on the way out, and forgets it when they come back with a new leaf", () => {
    const { removals } = setUp(0)
    removals.handleDeparture(chidiLeft)
    expect(removals.isDeparting(CHIDI.leafKey)).toBe(true)
    expect(removals.isDeparting(BEN.leafKey)).toBe(false)
    const returned = { ...CHIDI, leafKey: new Uint8Array(32).fill(200) }
    removals.handleEpoch(epochOf(2n, [ANA, BEN, returned]))
    expect(removals.isDeparting(CHIDI.leafKey)).toBe(false)
    expect(removals.isDeparting(returned.leafKey)).toBe(false)
  })

  it("ends with the meeting", () => {
    const { clock, commit, removals } = setUp(1)
    removals.handleDeparture(chidiLeft)
    removals.close()
    clock.advance(10_000)
    expect(commit).not.toHaveBeenCalled()
  })
})
