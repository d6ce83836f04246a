import { beforeEach, describe, expect, it } from "vitest"
import { LASTS_MS, LastingSpeaker } from "../../../src/ui/lasting-speaker.ts"
import { FakeClock } from "../media/fixtures.ts"

let clock: FakeClock
let told: (string | null)[]
let lasting: LastingSpeaker

beforeEach(() => {
  clock = new FakeClock()
  told = []
  lasting = new LastingSpeaker(clock, (id) => told.push(id))
})

describe("who is said to speak", () => {
  it("is named at once, and stays while they pause and others speak", () => {
    lasting.handleSpeaking(["ben"])
    lasting.handleSpeaking([])
    clock.advance(LASTS_MS - 1)
    lasting.handleSpeaking(["chidi", "ben"])
    clock.advance(LASTS_MS)
    expect(told).toEqual(["ben"])
  })

  it("gives way, after a silence, to who speaks then", () => {
    lasting.handleSpeaking(["ben"])
    lasting.handleSpeaking(["chidi"])
    clock.advance(LASTS_MS - 1)
    lasting.handleSpeaking(["dora"])
    expect(told).toEqual(["ben"])
    clock.advance(1)
    expect(told).toEqual(["ben", "dora"])
  })

  it("is nobody after a silence of all", () => {
    lasting.handleSpeaking(["ben"])
    lasting.handleSpeaking([])
    clock.advance(LASTS_MS)
    expect(told).toEqual(["ben", null])
  })

  it("does not change once nobody asks any more", () => {
    lasting.handleSpeaking(["ben"])
    lasting.handleSpeaking([])
    lasting.close()
    clock.advance(LASTS_MS)
    expect(told).toEqual(["ben"])
  })
})
