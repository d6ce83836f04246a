import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { RosterMemory } from "../../../src/meeting/roster-memory.ts"
import { FakeClock } from "../media/fixtures.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

const [ana, ben, chidi] = [ANA, BEN, CHIDI].map(({ identityKey }) => toHex(identityKey))

function setUp() {
  const clock = new FakeClock()
  const memory = new RosterMemory({ clock, wallClock: () => 4000 + clock.now(), room: "room" })
  return { clock, memory }
}

describe("what is remembered of the people", () => {
  it("says since when they are in, and of whoever was in before us that it is not known", async () => {
    const { clock, memory } = setUp()
    await memory.learn(epochOf(4n, [ANA, BEN], 1))
    clock.advance(100)
    await memory.learn(epochOf(5n, [ANA, BEN, CHIDI], 1))
    expect(memory.since).toEqual(
      new Map([
        [ana, null],
        [ben, 5000],
        [chidi, 5100],
      ]),
    )
  })

  it("takes whoever went and comes again for new", async () => {
    const { clock, memory } = setUp()
    await memory.learn(epochOf(4n, [ANA, BEN], 1))
    memory.forget(toHex(ANA.identityKey))
    clock.advance(100)
    await memory.learn(epochOf(6n, [ANA, BEN], 1))
    expect(memory.since.get(toHex(ANA.identityKey))).toBe(5100)
  })

  it("tells a leaf's age by the clock, anew for each leaf of one person", async () => {
    const { clock, memory } = setUp()
    await memory.learn(epochOf(4n, [ANA, BEN], 1))
    clock.advance(100)
    await memory.learn(epochOf(5n, [{ ...ANA, leafKey: key(200) }, BEN], 1))
    expect(memory.leafSince.get(toHex(ANA.leafKey))).toBe(1000)
    expect(memory.leafSince.get(toHex(key(200)))).toBe(1100)
  })

  it("knows people by other tags in another room, and by the same in the same", async () => {
    const { memory } = setUp()
    await memory.learn(epochOf(4n, [ANA, BEN], 1))
    const before = memory.tags.get(toHex(ANA.identityKey))
    expect(memory.moveTo("room")).toBe("same-room")
    expect(memory.tags.get(toHex(ANA.identityKey))).toBe(before)
    expect(memory.moveTo("another")).toBe("another-room")
    await memory.learn(epochOf(5n, [ANA, BEN], 1))
    expect(memory.tags.get(toHex(ANA.identityKey))).not.toBe(before)
  })

  it("keeps nothing of whoever is in neither the last epoch nor the one before, which may come back", async () => {
    const { memory } = setUp()
    await memory.learn(epochOf(4n, [ANA, BEN, CHIDI], 1))
    await memory.learn(epochOf(5n, [ANA, BEN], 1))
    expect(memory.tags.size).toBe(3)
    expect(memory.leafSince.size).toBe(3)
    await memory.learn(epochOf(6n, [ANA, BEN], 1))
    expect([...memory.tags.keys()]).toEqual([ana, ben])
    expect([...memory.leafSince.keys()]).toEqual([ANA, BEN].map(({ leafKey }) => toHex(leafKey)))
  })
})
