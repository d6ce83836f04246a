import { beforeEach, describe, expect, it } from "vitest"
import { SILENCE_MS, StepWatch } from "../../../src/meeting/step-watch.ts"
import { FakeClock } from "../media/fixtures.ts"

const BEN = "ben"
const CHIDI = "chidi"

let clock: FakeClock
let told: string[]
let watch: StepWatch

beforeEach(() => {
  clock = new FakeClock()
  told = []
  watch = new StepWatch(clock, { onOut: (remedy) => told.push(remedy), onBack: () => told.push("back") })
  watch.handleEpoch(2)
})

describe("losing step", () => {
  it("takes fifteen seconds in which nobody of our epoch is heard", () => {
    clock.advance(SILENCE_MS - 1)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual(["resume"])
    expect(watch.isInStep).toBe(false)
  })

  it("does not come while anybody of our epoch is heard", () => {
    for (let beat = 0; beat < 10; beat++) {
      clock.advance(SILENCE_MS - 1)
      watch.handleHeard(beat % 2 === 0 ? BEN : CHIDI)
    }
    expect(told).toEqual([])
  })

  it("does not come to whoever is alone", () => {
    watch.handleEpoch(0)
    clock.advance(10 * SILENCE_MS)
    expect(told).toEqual([])
  })

  it("gives a new epoch its own time", () => {
    clock.advance(SILENCE_MS - 1)
    watch.handleEpoch(2)
    clock.advance(SILENCE_MS - 1)
    expect(told).toEqual([])
  })

  it("comes at once with frames of an epoch that is not installed, and with a fork", () => {
    watch.handleBehind()
    expect(told).toEqual(["resume"])
    watch.handleResynchronised()
    watch.handleHeard(BEN)
    watch.handleForked(CHIDI)
    expect(told).toEqual(["resume", "back", "resume"])
  })

  it("is told once", () => {
    watch.handleBehind()
    watch.handleBehind()
    watch.handleForked(BEN)
    clock.advance(10 * SILENCE_MS)
    expect(told).toEqual(["resume"])
  })
})

describe("coming back", () => {
  it("takes both: what was missed, and somebody of our epoch", () => {
    watch.handleBehind()
    watch.handleHeard(BEN)
    expect(told).toEqual(["resume"])
    watch.handleEpoch(2) // what was missed comes in
    watch.handleResynchronised()
    expect(told).toEqual(["resume"])
    watch.handleHeard(BEN)
    expect(told).toEqual(["resume", "back"])
    expect(watch.isInStep).toBe(true)
  })

  it("comes at once where somebody was heard while it was handed in, or nobody else is left", () => {
    watch.handleBehind()
    watch.handleEpoch(2)
    watch.handleHeard(BEN)
    watch.handleResynchronised()
    expect(told).toEqual(["resume", "back"])
    watch.handleBehind()
    watch.handleEpoch(0)
    watch.handleResynchronised()
    expect(told).toEqual(["resume", "back", "resume", "back"])
  })

  it("is not had by asking again when others go on without us: then we enter anew", () => {
    watch.handleBehind()
    watch.handleResynchronised()
    watch.handleBehind()
    expect(told).toEqual(["resume", "enter-anew"])
  })

  it("is asked for again where the others are silent, for entering anew would not make them speak", () => {
    watch.handleBehind()
    watch.handleResynchronised()
    clock.advance(SILENCE_MS)
    expect(told).toEqual(["resume", "resume"])
  })

  it("means entering anew where all that is heard is a fork", () => {
    watch.handleForked(BEN)
    watch.handleResynchronised()
    watch.handleForked(BEN)
    clock.advance(SILENCE_MS)
    expect(told).toEqual(["resume", "enter-anew"])
  })
})

it("lets one liar silence us once in an epoch", () => {
  watch.handleForked(BEN)
  watch.handleResynchronised()
  watch.handleHeard(CHIDI)
  watch.handleForked(BEN)
  expect(told).toEqual(["resume", "back"])
})

it("ends with the meeting", () => {
  watch.close()
  clock.advance(10 * SILENCE_MS)
  expect(told).toEqual([])
})
