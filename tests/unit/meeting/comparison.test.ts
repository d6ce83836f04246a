import { describe, expect, it } from "vitest"
import { type Compared, comparison as compare, type Comparison, type Roster } from "../../../src/meeting/comparison.ts"

const ANA = ["aa", "Ana"] as const
const BEN = ["bb", "Ben"] as const
const EVA = ["cc", null] as const

function roster(...people: readonly (readonly [string, string | null])[]): Roster {
  return new Map(people)
}

/** To Ana; `differ`: by the word of these people. */
function comparison(compared: Compared | null, now: Roster, differ: readonly string[] = []): Comparison {
  return compare(compared, { roster: now, you: "aa", differ })
}

const MATCH: Compared = { verdict: "match", at: 5, roster: roster(ANA, BEN) }

describe("comparing the code", () => {
  it("was not done until something is said", () => {
    expect(comparison(null, roster(ANA))).toEqual({ state: "not-compared" })
  })

  it("keeps the time of a match as long as the same people are in", () => {
    expect(comparison(MATCH, roster(BEN, ANA))).toEqual({ state: "compared", at: 5 })
  })

  it("names who came and who went since, with the time of the match", () => {
    const went = [{ id: "bb", name: "Ben" }]
    const came = [{ id: "cc", name: null }]
    expect(comparison(MATCH, roster(ANA, BEN, EVA))).toEqual({ state: "changed-since", at: 5, came, went: [] })
    expect(comparison(MATCH, roster(ANA))).toEqual({ state: "changed-since", at: 5, came: [], went })
    expect(comparison(MATCH, roster(ANA, EVA))).toEqual({ state: "changed-since", at: 5, came, went })
  })

  it("does not match because somebody has the same name", () => {
    const other = ["dd", "Ben"] as const
    expect(comparison(MATCH, roster(ANA, other))).toMatchObject({ state: "changed-since" })
  })

  it("says that codes differ once you found so, whoever comes and goes", () => {
    const differ: Compared = { ...MATCH, verdict: "differ" }
    expect(comparison(differ, roster(ANA, BEN), ["aa"])).toEqual({ state: "differs", by: ["aa"] })
    expect(comparison(differ, roster(ANA))).toEqual({ state: "differs", by: ["aa"] })
    expect(comparison(differ, roster(ANA, BEN), ["bb", "aa"])).toEqual({ state: "differs", by: ["aa", "bb"] })
  })

  it("says that codes differ when somebody else found so, whatever you did, until they take it back", () => {
    for (const compared of [null, MATCH, { ...MATCH, roster: roster(ANA, EVA) }]) {
      expect(comparison(compared, roster(ANA, BEN), ["bb"])).toEqual({ state: "differs", by: ["bb"] })
    }
    expect(comparison(MATCH, roster(ANA, BEN), [])).toEqual({ state: "compared", at: 5 })
  })
})
