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
    speakers.handleComing(epochOf(1n, EVERYBODY))
    speakers.handleComing(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    expect([1n, 2n].map((epoch) => speakers.isHost({ ...BEN, epoch }))).toEqual([false, true])
    expect(speakers.isHost({ ...ANA, epoch: 1n })).toBe(true)
    speakers.handleComing(epochOf(3n, [CO_HOST, CHIDI])) // the host has left
    expect([1n, 2n, 3n].map((epoch) => speakers.isHost({ ...BEN, epoch }))).toEqual([false, true, true])
    expect(speakers.isHost({ ...ANA, epoch: 2n })).toBe(true)
  })

  it("is no host's word any more when a co-host was unmade since it was sealed, unless that is taken back", () => {
    const speakers = new Speakers()
    const unmade = epochOf(3n, EVERYBODY)
    speakers.handleComing(epochOf(1n, EVERYBODY))
    speakers.handleComing(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    speakers.handleComing(unmade)
    expect([1n, 2n, 3n].map((epoch) => speakers.isHost({ ...BEN, epoch }))).toEqual([false, false, false])
    speakers.handleComing(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    expect(speakers.isHost({ ...BEN, epoch: 2n })).toBe(true)
    speakers.handleComing(unmade)
    speakers.handleComing(epochOf(4n, [ANA, CHIDI])) // and out
    expect(speakers.isHost({ ...BEN, epoch: 2n })).toBe(false)
  })

  it("is nothing in an epoch that is not known, nor for a leaf that is not in it", () => {
    const speakers = new Speakers()
    speakers.handleComing(epochOf(1n, [ANA, BEN]))
    expect(speakers.isHost({ ...ANA, epoch: 2n })).toBe(false)
    expect(speakers.mayChat({ ...BEN, epoch: 2n })).toBe(false)
    expect(speakers.mayChat({ ...CHIDI, epoch: 1n })).toBe(false)
    expect(speakers.mayChat({ ...BEN, epoch: 1n })).toBe(true)
  })

  it("is chat for hosts alone where the epoch says so", () => {
    const speakers = new Speakers()
    speakers.handleComing(epochOf(1n, EVERYBODY))
    speakers.handleComing(hostsOnly(epochOf(2n, [ANA, CO_HOST, CHIDI])))
    expect(speakers.mayChat({ ...CHIDI, epoch: 2n })).toBe(false)
    expect(speakers.mayChat({ ...CHIDI, epoch: 1n })).toBe(true) // sealed before it was said
    for (const host of [ANA, CO_HOST]) expect(speakers.mayChat({ ...host, epoch: 2n })).toBe(true)
  })

  it("forgets an epoch that was taken back, and those of another group", () => {
    const speakers = new Speakers()
    speakers.handleComing(epochOf(1n, EVERYBODY))
    speakers.handleComing(epochOf(2n, [ANA, CO_HOST, CHIDI]))
    speakers.handleComing(epochOf(1n, EVERYBODY))
    expect(speakers.isHost({ ...BEN, epoch: 2n })).toBe(false)
    expect(speakers.isHost({ ...ANA, epoch: 1n })).toBe(true)
    speakers.handleComing({ ...epochOf(2n, EVERYBODY), groupId: key(99) })
    expect(speakers.isHost({ ...ANA, epoch: 1n })).toBe(false)
  })
})
