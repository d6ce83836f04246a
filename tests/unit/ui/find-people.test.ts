import { describe, expect, it } from "vitest"
import { findPeople } from "../../../src/ui/find-people.ts"
import { person } from "../../harness/gallery/snapshots.ts"

const PEOPLE = [
  person(1, "Ana Silva"),
  person(2, "José Silva"),
  person(3, "Ben", { nameNumber: 2 }),
  person(4, null),
  person(5, "Ольга Йованова"),
]

function found(wanted: string): readonly (string | null)[] {
  return findPeople(wanted, PEOPLE).map(({ name }) => name)
}

describe("finding people", () => {
  it("finds everybody while nothing is wanted", () => {
    expect(findPeople("", PEOPLE)).toBe(PEOPLE)
    expect(found("  ")).toHaveLength(PEOPLE.length)
  })

  it("finds names by any part of them, in any case and without their accents", () => {
    expect(found("SILV")).toEqual(["Ana Silva", "José Silva"])
    expect(found("jose")).toEqual(["José Silva"])
    expect(found("йован")).toEqual(["Ольга Йованова"])
  })

  it("finds who has all words, in whatever order", () => {
    expect(found("silva ana")).toEqual(["Ana Silva"])
    expect(found("silva ben")).toEqual([])
  })

  it("finds people as the list calls them: by their number, and whose name could not be read", () => {
    expect(found("ben (2)")).toEqual(["Ben"])
    expect(found("could not be read")).toEqual([null])
  })
})
