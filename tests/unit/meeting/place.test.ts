import { describe, expect, it, vi } from "vitest"
import { UNNOTICED_MS } from "../../../src/meeting/interruption.ts"
import { type GroupPlace, nextPlace, Place, type PlaceEvent } from "../../../src/meeting/place.ts"
import { FakeClock } from "../media/fixtures.ts"

const EVENTS = ["out", "in", "parted", "moved", "asking", "returned"] as const satisfies readonly PlaceEvent[]

const NEXT: Readonly<Record<GroupPlace, readonly GroupPlace[]>> = {
  "in-step": ["out-of-step", "in-step", "moving", "in-step", "asking", "in-step"],
  "out-of-step": ["out-of-step", "in-step", "moving", "in-step", "asking", "out-of-step"],
  moving: ["out-of-step", "in-step", "moving", "in-step", "asking", "in-step"],
  asking: ["out-of-step", "in-step", "moving", "in-step", "asking", "in-step"],
}

function setUp() {
  const clock = new FakeClock()
  const onChange = vi.fn<() => void>()
  return { clock, onChange, place: new Place(clock, onChange) }
}

describe("our place with regard to the group", () => {
  it.each(Object.entries(NEXT) as [GroupPlace, readonly GroupPlace[]][])("goes on from %s", (place, next) => {
    expect(EVENTS.map((event) => nextPlace(place, event))).toEqual(next)
  })
})

describe("our place, as people are told of it", () => {
  it("is told by the way to the service while the group has nothing to say", () => {
    const { clock, onChange, place } = setUp()
    place.handleConnection("reconnecting")
    expect(place.connection).toBe("connected")
    clock.advance(UNNOTICED_MS)
    expect(place.connection).toBe("reconnecting")
    expect(onChange).toHaveBeenCalledOnce()
  })

  it("is the group's word first", () => {
    const { clock, onChange, place } = setUp()
    place.handle("asking")
    expect(onChange).toHaveBeenCalledOnce()
    place.handleConnection("reconnecting")
    clock.advance(UNNOTICED_MS)
    expect(place.connection).toBe("asking")
    place.handle("returned")
    expect(place.connection).toBe("reconnecting")
  })

  it("changes no more once it is closed", () => {
    const { clock, onChange, place } = setUp()
    place.handleConnection("reconnecting")
    place.close()
    clock.advance(UNNOTICED_MS)
    expect(onChange).not.toHaveBeenCalled()
  })
})
