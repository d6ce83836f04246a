import { describe, expect, it } from "vitest"
import { Speakers } from "../../../../src/meeting/words/speakers.ts"
import type { EpochState } from "../../../../src/mls/epoch-state.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "../fixtures.ts"

const EVERYBODY = [ANA, BEN, CHIDI]
const CO_HOST = { ...BEN, role: "co-host" } as const

function hostsOnly(state: EpochState): EpochState {
  return { ...state, context: { ...state.context, mayChat: "hosts" } }
}

describe("who may say what", () => {
  it("is judged by the epoch under which it was sealed", () => {
    const speakers = new Speakers()
    speakers.handleEpoch(epochOf(1n, EVERYBODY))
    speakers.handleEpoch(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    speakers.handleEpoch(epochOf(3n, EVERYBODY))
    const isHost = [1n, 2n, 3n].map((epoch) => speakers.isHost({ epoch, leafKey: BEN.leafKey }))
    expect(isHost).toEqual([false, true, false])
    expect(speakers.isHost({ epoch: 1n, leafKey: ANA.leafKey })).toBe(true)
  })

  it("is nothing in an epoch that is not known, nor for a leaf that is not in it", () => {
    const speakers = new Speakers()
    speakers.handleEpoch(epochOf(1n, [ANA, BEN]))
    expect(speakers.isHost({ epoch: 2n, leafKey: ANA.leafKey })).toBe(false)
    expect(speakers.mayChat({ epoch: 2n, leafKey: BEN.leafKey })).toBe(false)
    expect(speakers.mayChat({ epoch: 1n, leafKey: CHIDI.leafKey })).toBe(false)
    expect(speakers.mayChat({ epoch: 1n, leafKey: BEN.leafKey })).toBe(true)
  })

  it("is chat for hosts alone where the epoch says so", () => {
    const speakers = new Speakers()
    speakers.handleEpoch(epochOf(1n, EVERYBODY))
    speakers.handleEpoch(hostsOnly(epochOf(2n, [ANA, CO_HOST, CHIDI])))
    expect(speakers.mayChat({ epoch: 2n, leafKey: CHIDI.leafKey })).toBe(false)
    expect(speakers.mayChat({ epoch: 1n, leafKey: CHIDI.leafKey })).toBe(true) // sealed before it was said
    for (const { leafKey } of [ANA, CO_HOST]) expect(speakers.mayChat({ epoch: 2n, leafKey })).toBe(true)
  })

  it("forgets an epoch that was taken back, and those of another group", () => {
    const speakers = new Speakers()
    speakers.handleEpoch(epochOf(1n, EVERYBODY))
    speakers.handleEpoch(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    speakers.handleEpoch(epochOf(1n, EVERYBODY))
    expect(speakers.isHost({ epoch: 2n, leafKey: BEN.leafKey })).toBe(false)
    expect(speakers.isHost({ epoch: 1n, leafKey: ANA.leafKey })).toBe(true)
    speakers.handleEpoch({ ...epochOf(2n, EVERYBODY), groupId: key(99) })
    expect(speakers.isHost({ epoch: 1n, leafKey: ANA.leafKey })).toBe(false)
  })
})
