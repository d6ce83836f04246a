import { describe, expect, test } from "vitest"
import { type DemoFacts, findFailure, type PersonFacts } from "../../../scripts/demo/facts.ts"
import { describeFacts } from "../../../scripts/demo/lines.ts"

const [CODE_OF_TWO, CODE_OF_THREE] = ["11111 ".repeat(5) + "11111", "22222 ".repeat(5) + "22222"]
const NAMES = ["Ana", "Ben", "Chidi"]

const GOOD: DemoFacts = {
  pair: people(["Ana", "Ben"], CODE_OF_TWO, "1"),
  everybody: people(NAMES, CODE_OF_THREE, "2"),
  tiles: NAMES.flatMap((viewer) =>
    NAMES.filter((name) => name !== viewer).map((name) => ({ viewer, name, framesPerSecond: 15, soundLevel: 0.2 })),
  ),
  remaining: people(["Ana", "Ben"], CODE_OF_TWO, "3"),
  switches: [
    { name: "Ana", newKeyAfterMs: 300 },
    { name: "Ben", newKeyAfterMs: 310 },
  ],
}

describe("the demo", () => {
  test("is a meeting when everybody sees and hears everybody under one code that follows the people", () => {
    expect(findFailure(GOOD)).toBeNull()
  })

  test.each<[string, DemoFacts, RegExp]>([
    ["codes differ", withPerson({ code: CODE_OF_TWO }), /different codes/],
    ["there is no code", withPerson({ code: "" }), /shows no code/],
    ["epochs differ", withPerson({ epoch: "9" }), /different epochs/],
    ["somebody is missing in the group", withPerson({ groupSize: 2 }), /group of 2, not 3/],
    ["the code is a constant", { ...GOOD, pair: people(["Ana", "Ben"], CODE_OF_THREE, "1") }, /same for 2 people/],
    ["the code stays after a leave", { ...GOOD, remaining: people(["Ana", "Ben"], CODE_OF_THREE, "3") }, /same for 2/],
    ["a tile is missing", { ...GOOD, tiles: GOOD.tiles.slice(1) }, /5 remote tiles/],
    ["a picture stands still", withTile({ framesPerSecond: 0 }), /Ana sees no moving picture of Ben/],
    ["somebody is silent", withTile({ soundLevel: 0 }), /Ana hears no sound of Ben/],
    ["a sender keeps the old key", withSwitch(null), /Ana never came to the new key/],
    ["a sender was not looked at", { ...GOOD, switches: [] }, /not every remaining sender/],
  ])("is none when %s", (_title, facts, reason) => {
    expect(findFailure(facts)).toMatch(reason)
  })
})

test("every person, tile and remaining sender has a line", () => {
  expect(describeFacts(GOOD)).toHaveLength(3 + 6 + 2)
  expect(describeFacts(withSwitch(null))).toContain("sender Ana: no new key")
})

function people(names: readonly string[], code: string, epoch: string): readonly PersonFacts[] {
  return names.map((name) => ({ name, code, epoch, groupSize: names.length }))
}

/** One person of three is otherwise. */
function withPerson(change: Partial<PersonFacts>): DemoFacts {
  return {
    ...GOOD,
    everybody: GOOD.everybody.map((person, index) => (index === 0 ? { ...person, ...change } : person)),
  }
}

function withTile(change: Partial<DemoFacts["tiles"][number]>): DemoFacts {
  return { ...GOOD, tiles: GOOD.tiles.map((tile, index) => (index === 0 ? { ...tile, ...change } : tile)) }
}

function withSwitch(newKeyAfterMs: number | null): DemoFacts {
  return { ...GOOD, switches: GOOD.switches.map((one, index) => (index === 0 ? { ...one, newKeyAfterMs } : one)) }
}
