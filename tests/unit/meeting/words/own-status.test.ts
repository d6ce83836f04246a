import { beforeEach, describe, expect, it } from "vitest"
import { OwnStatus } from "../../../../src/meeting/words/own-status.ts"
import { encodeStatus, NO_STATUS, STATUS } from "../../../../src/meeting/words/status.ts"
import { FakeClock, settled } from "../../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "../fixtures.ts"
import { idOf, TestData } from "./fixtures.ts"

const RAISED = { ...NO_STATUS, hand: 1000 }
/** The longest that newcomers wait. */
const NEWCOMERS_MS = 1200

let clock: FakeClock
let data: TestData
let own: OwnStatus

beforeEach(() => {
  clock = new FakeClock()
  data = new TestData()
  own = new OwnStatus({ clock, random: () => 0.5, post: (body, to) => data.post(STATUS, body, to) })
})

/** To whom something was told, each time. */
function told(): readonly (readonly string[] | null)[] {
  return data.posted.map(({ to }) => to)
}

function crowd(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    ...BEN,
    identityKey: key(index + 10),
    leafKey: key(index + 10),
  }))
}

describe("our own status", () => {
  it("is told to those who are in when we come, and to everybody when it changes", async () => {
    own.set({ ...NO_STATUS, microphone: "on" })
    expect(told()).toEqual([])
    own.handleInstalled(epochOf(1n, [ANA, BEN]))
    await settled()
    own.set(RAISED)
    own.set(RAISED)
    await settled()
    expect(told()).toEqual([[idOf(BEN)], null])
    expect(data.bodies(STATUS).at(-1)).toEqual(encodeStatus(RAISED))
  })

  it("is told to newcomers alone, to several at once", async () => {
    own.handleInstalled(epochOf(1n, [ANA]))
    own.handleInstalled(epochOf(2n, [ANA, BEN]))
    own.handleInstalled(epochOf(3n, [ANA, BEN, CHIDI]))
    await settled()
    expect(told()).toEqual([])
    clock.advance(NEWCOMERS_MS)
    await settled()
    expect(told()).toEqual([[idOf(BEN), idOf(CHIDI)]])
    clock.advance(10 * NEWCOMERS_MS)
    await settled()
    expect(told()).toHaveLength(1)
  })

  it("is not told to a newcomer who heard a change meanwhile, or went", async () => {
    own.handleInstalled(epochOf(1n, [ANA, CHIDI]))
    await settled()
    own.handleInstalled(epochOf(2n, [ANA, CHIDI, BEN]))
    own.set(RAISED)
    own.handleInstalled(epochOf(3n, [ANA, CHIDI, BEN, { ...CHIDI, identityKey: key(50), leafKey: key(50) }]))
    own.handleInstalled(epochOf(4n, [ANA, CHIDI, BEN]))
    clock.advance(NEWCOMERS_MS)
    await settled()
    expect(told()).toEqual([[idOf(CHIDI)], null])
  })

  it("is told to everybody anew after our return with another leaf", async () => {
    own.handleInstalled(epochOf(1n, [ANA, BEN]))
    own.handleInstalled(epochOf(2n, [{ ...ANA, leafKey: key(77) }, BEN]))
    await settled()
    expect(told()).toEqual([[idOf(BEN)], [idOf(BEN)]])
  })

  it("is told to the newcomers of a crowd only where they could not see it otherwise", async () => {
    const others = crowd(25)
    own.handleInstalled(epochOf(1n, [ANA, ...others]))
    own.handleInstalled(epochOf(2n, [ANA, ...others, CHIDI]))
    clock.advance(NEWCOMERS_MS)
    await settled()
    expect(told()).toEqual([])
    own.set(RAISED)
    own.handleInstalled(epochOf(3n, [ANA, ...others]))
    own.handleInstalled(epochOf(4n, [ANA, ...others, CHIDI]))
    clock.advance(NEWCOMERS_MS)
    await settled()
    expect(told()).toEqual([null, [idOf(CHIDI)]])
  })

  it("is told when sending goes on, where it could not be sent", async () => {
    own.handleInstalled(epochOf(1n, [ANA, BEN]))
    await settled()
    data.isHalted = true
    own.set(RAISED)
    await settled()
    own.handleBack()
    await settled()
    expect(told()).toHaveLength(1)
    data.isHalted = false
    own.handleBack()
    await settled()
    own.handleBack()
    await settled()
    expect(told()).toEqual([[idOf(BEN)], null])
  })

  it("is told to nobody after the end", async () => {
    own.handleInstalled(epochOf(1n, [ANA]))
    own.handleInstalled(epochOf(2n, [ANA, BEN]))
    own.close()
    clock.advance(NEWCOMERS_MS)
    await settled()
    expect(told()).toEqual([])
  })
})
