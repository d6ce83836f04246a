import { describe, expect, it } from "vitest"
import { doubtAtDoor, type NamedPerson, NameMarks } from "../../../src/people/name-marks.ts"

type Named = readonly [id: string, name: string | null]

function people(...named: Named[]): readonly NamedPerson[] {
  return named.map(([id, name]) => ({ id, name }))
}

function numbers(marks: NameMarks, ...named: Named[]): Record<string, number | null> {
  return Object.fromEntries(Array.from(marks.mark(people(...named)), ([id, { number }]) => [id, number]))
}

describe("numbers of names", () => {
  it("are given to people of one name, in the order of their arrival", () => {
    expect(numbers(new NameMarks(), ["a", "Ana"], ["b", "Ben"], ["c", "ana "])).toEqual({ a: 1, b: null, c: 2 })
  })

  it("stay with their people whoever comes and goes", () => {
    const marks = new NameMarks()
    expect(numbers(marks, ["a", "Ana"])).toEqual({ a: null })
    expect(numbers(marks, ["a", "Ana"], ["b", "Ana"])).toEqual({ a: 1, b: 2 })
    expect(numbers(marks, ["b", "Ana"])).toEqual({ b: 2 })
    expect(numbers(marks, ["b", "Ana"], ["c", "Ana"])).toEqual({ b: 2, c: 3 })
    expect(numbers(marks, ["b", "Ana"], ["c", "Ana"], ["a", "Ana"])).toEqual({ a: 1, b: 2, c: 3 })
  })

  it("are not given where a name could not be opened", () => {
    expect(numbers(new NameMarks(), ["a", null], ["b", null])).toEqual({ a: null, b: null })
  })

  it("go with the name", () => {
    const marks = new NameMarks()
    numbers(marks, ["a", "Ana"], ["b", "Ana"])
    expect(numbers(marks, ["a", "Eva"], ["b", "Ana"])).toEqual({ a: null, b: 2 })
  })
})

describe("doubts about names", () => {
  it("fall on both of two that look alike, and on nobody else", () => {
    const marks = new NameMarks().mark(people(["a", "Ana"], ["b", "Ben"], ["c", "Аna"]))
    expect(marks.get("a")?.doubt).toEqual({ kind: "looks-like", name: "Аna" })
    expect(marks.get("b")?.doubt).toBeNull()
    expect(marks.get("c")?.doubt).toEqual({ kind: "looks-like", name: "Ana" })
  })

  it("fall on a name of mixed scripts that looks like nobody's", () => {
    const marks = new NameMarks().mark(people(["b", "Ben"], ["c", "Аna"], ["d", null]))
    expect(marks.get("c")?.doubt).toEqual({ kind: "mixed-scripts" })
    expect(marks.get("d")?.doubt).toBeNull()
  })

  it("do not fall on people of one and the same name, who have numbers", () => {
    const marks = new NameMarks().mark(people(["a", "Ana"], ["b", "ANA"]))
    expect(Array.from(marks.values(), ({ doubt }) => doubt)).toEqual([null, null])
  })
})

describe("a doubt at the door", () => {
  const inside = people(["a", "Ana"], ["b", "Ben"], ["c", null])

  it.each(["Ben", "BEN", "Веn"])("falls on %j, as somebody in the meeting is called", (name) => {
    expect(doubtAtDoor(name, inside)).toEqual({ kind: "looks-like", name: "Ben" })
  })

  it("falls on a name of mixed scripts, and on no other", () => {
    expect(doubtAtDoor("Еva", inside)).toEqual({ kind: "mixed-scripts" })
    expect(doubtAtDoor("Eva", inside)).toBeNull()
    expect(doubtAtDoor(null, inside)).toBeNull()
  })
})

describe("a crowd", () => {
  it("of one name is numbered through, and whoever only looks like it is doubted along with all, until they go", () => {
    const marks = new NameMarks()
    const crowd = Array.from({ length: 250 }, (_, number): Named => [`${number}`, "Guest"])
    expect(Object.values(numbers(marks, ...crowd))).toEqual(crowd.map((_, number) => number + 1))
    const marked = marks.mark(people(...crowd, ["last", "Gu\u0435st"])) // a Cyrillic letter in it
    expect(marked.get("0")?.doubt).toEqual({ kind: "looks-like", name: "Gu\u0435st" })
    expect(marked.get("last")?.doubt).toEqual({ kind: "looks-like", name: "Guest" })
    expect(marks.mark(people(...crowd)).get("0")?.doubt).toBeNull()
  })
})
