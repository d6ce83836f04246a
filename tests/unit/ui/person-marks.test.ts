import { describe, expect, it } from "vitest"
import type { Person } from "../../../src/meeting/person.ts"
import { gravestMark, marksOf } from "../../../src/ui/person-marks.ts"
import { nameList, personName } from "../../../src/ui/person-names.ts"
import { changedSince, comparisonWords } from "../../../src/ui/parts/comparison-words.ts"
import { ANA, BEN } from "../../harness/gallery/snapshots.ts"
import { clockTime, localDay } from "../../../src/ui/time.ts"

const NOON = Date.UTC(2026, 0, 15, 12)
const NOBODY: Pick<Person, "verified" | "acquaintance" | "nameDoubt"> = {
  verified: null,
  acquaintance: { kind: "temporary" },
  nameDoubt: null,
}

function words(more: Partial<typeof NOBODY>): readonly string[] {
  return marksOf({ ...NOBODY, ...more }).map(({ hue, words }) => `${hue}: ${words}`)
}

function onTile(more: Partial<typeof NOBODY>, comparison: "compared" | "differs" | "not-compared"): string {
  const { hue, words } = gravestMark({ ...NOBODY, ...more }, comparison)
  return `${hue}: ${words}`
}

describe("marks of a person", () => {
  it("are none of yourself", () => {
    expect(words({ acquaintance: null })).toEqual([])
  })

  it("say in a word where nothing is known of somebody", () => {
    expect(words({})).toEqual(["none: no lasting identity"])
    expect(words({ acquaintance: { kind: "new" } })).toEqual(["none: lasting identity, never compared"])
  })

  it("say that somebody was verified, now or before", () => {
    expect(words({ verified: { verdict: "match", at: NOON, how: "scanned" } })).toEqual([
      `verified: verified ${clockTime(NOON)}`,
    ])
    expect(words({ acquaintance: { kind: "verified", at: NOON } })).toEqual([`verified: verified on ${localDay(NOON)}`])
  })

  it("shout at a known name with another key, until it is verified in this meeting", () => {
    const acquaintance = { kind: "other-key", since: NOON } as const
    expect(words({ acquaintance })).toEqual([`danger: not who you verified on ${localDay(NOON)}`])
    expect(words({ acquaintance, verified: { verdict: "match", at: NOON, how: "by-eye" } })).toEqual([
      `verified: verified ${clockTime(NOON)}`,
    ])
  })

  it("say that codes differ, whatever is known from before", () => {
    const verified = { verdict: "differs", at: NOON, how: "scanned" } as const
    expect(words({ verified, acquaintance: { kind: "verified", at: 1 } })).toEqual(["danger: codes differ"])
  })

  it("doubt names beside all that, the gravest first", () => {
    const mixed = { kind: "mixed-scripts" } as const
    expect(words({ nameDoubt: mixed })).toEqual(["unchecked: name mixes alphabets", "none: no lasting identity"])
    expect(
      words({ nameDoubt: { kind: "looks-like", name: "Ana" }, acquaintance: { kind: "verified", at: NOON } }),
    ).toEqual(["unchecked: name looks like “Ana”", `verified: verified on ${localDay(NOON)}`])
    expect(words({ nameDoubt: mixed, acquaintance: { kind: "other-key", since: NOON } })[0]).toMatch(/^danger/)
  })
})

describe("the one mark on a tile", () => {
  it("is what is known of that person", () => {
    const acquaintance = { kind: "other-key", since: NOON } as const
    expect(onTile({ acquaintance }, "compared")).toBe(`danger: not who you verified on ${localDay(NOON)}`)
  })

  it("is else what is known of the code of all", () => {
    expect(onTile({}, "compared")).toBe("verified: Compared")
    expect(onTile({ acquaintance: { kind: "new" } }, "differs")).toBe("danger: Codes differ")
    expect(onTile({}, "not-compared")).toBe("unchecked: Not compared yet")
  })
})

describe("names on the screen", () => {
  it("carry their number where several people have them", () => {
    expect(personName({ name: "Ben", nameNumber: null })).toBe("Ben")
    expect(personName({ name: "Ben", nameNumber: 2 })).toBe("Ben (2)")
    expect(personName({ name: null, nameNumber: null })).toBe("Somebody whose name could not be read")
  })

  it("are listed, the first few of many", () => {
    expect(nameList([])).toBe("")
    expect(nameList(["Ana", "Ben", "Chidi", "Dora"])).toBe("Ana, Ben, Chidi, Dora")
    expect(nameList(["Ana", "Ben", "Chidi", "Dora", "Eva"])).toBe("Ana, Ben, Chidi, 2 more")
  })

  it("tell whose code differs, unless it is yours alone", () => {
    const people = [ANA, BEN, { ...BEN, id: "other", nameNumber: 2 }]
    const words = (...by: readonly string[]) => comparisonWords({ state: "differs", by }, people)
    expect(words(ANA.id)).toBe("Codes differ")
    expect(words(BEN.id)).toBe("Codes differ: Ben Okafor")
    expect(words("other", ANA.id)).toBe("Codes differ: you, Ben Okafor (2)")
    expect(words("gone")).toBe("Codes differ")
  })

  it("tell who came and went since the code was compared", () => {
    const ben = { id: "b", name: "Ben" }
    const nameless = { id: "c", name: null }
    const since = `Changed since compared at ${clockTime(NOON)}`
    const change = { state: "changed-since", at: NOON } as const
    expect(changedSince({ ...change, came: [ben], went: [] })).toBe(`${since}: Ben came`)
    expect(changedSince({ ...change, came: [ben, nameless], went: [ben] })).toBe(
      `${since}: Ben, Somebody came, Ben went`,
    )
  })
})
