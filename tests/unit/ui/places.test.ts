import { describe, expect, it } from "vitest"
import { pageOf, placePeople } from "../../../src/ui/places.ts"

const MANY = 25

describe("places of people", () => {
  it("are kept by those who stay when somebody comes", () => {
    expect(placePeople(["a", "b"], ["a", "b", "c"], MANY)).toEqual(["a", "b", "c"])
  })

  it("stay empty after somebody left, as long as the grid keeps its shape", () => {
    expect(placePeople(["a", "b", "c", "d"], ["a", "c", "d"], MANY)).toEqual(["a", null, "c", "d"])
  })

  it("left empty are taken by who comes next", () => {
    expect(placePeople(["a", null, "c", "d"], ["a", "c", "d", "e"], MANY)).toEqual(["a", "e", "c", "d"])
  })

  it("close up when a smaller grid does, moving the last people only", () => {
    expect(placePeople(["a", null, "c", "d"], ["a", "d"], MANY)).toEqual(["a", "d"])
    expect(placePeople(["a", "b", "c", "d", "e"], ["a", "c", "d", "e"], MANY)).toEqual(["a", "e", "c", "d"])
  })

  it("at the end are given up at once", () => {
    expect(placePeople(["a", "b", "c", "d"], ["a", "b", "c"], MANY)).toEqual(["a", "b", "c"])
  })
})

describe("places over several pages", () => {
  const everybody = Array.from({ length: 100 }, (_, number) => `person ${number}`)
  const without = (...gone: number[]) => everybody.filter((_, number) => !gone.includes(number))

  it("are kept on every page when people come and go on others", () => {
    const before = placePeople([], everybody, MANY)
    const after = placePeople(before, [...without(3, 4, 60), "newcomer"], MANY)
    expect(after).toEqual(before.with(3, "newcomer").with(4, null).with(60, null))
  })

  it("close up when a page less is enough, moving the last page's people only", () => {
    const before = placePeople([], everybody.slice(0, 51), MANY)
    const after = placePeople(before, without(7).slice(0, 50), MANY)
    expect(after).toEqual(everybody.slice(0, 50).with(7, "person 50"))
  })

  it("are of one page again once everybody fits there", () => {
    const before = placePeople([], everybody.slice(0, 26), MANY)
    expect(placePeople(before, without(0).slice(0, 25), MANY)).toEqual(everybody.slice(0, 25).with(0, "person 25"))
  })

  it("are on the page they are on, and those behind the last one on the last page", () => {
    expect(pageOf(0, 100, MANY)).toEqual({ page: 0, pages: 4 })
    expect(pageOf(25, 100, MANY)).toEqual({ page: 1, pages: 4 })
    expect(pageOf(99, 60, MANY)).toEqual({ page: 2, pages: 3 })
    expect(pageOf(5, 0, MANY)).toEqual({ page: 0, pages: 1 })
  })
})
