import { describe, expect, it } from "vitest"
import { afterRosterChange, compared, NOT_COMPARED } from "../../../src/meeting/comparison.ts"

describe("comparing the code", () => {
  it("keeps the time of a match", () => {
    expect(compared("match", 5)).toEqual({ state: "compared", at: 5 })
  })

  it("says that codes differ, whatever was said before", () => {
    expect(compared("differ", 5)).toEqual({ state: "differs" })
  })

  it("turns a match into changed since, with the time of the match, however often the roster changes", () => {
    const once = afterRosterChange(compared("match", 5))
    expect(once).toEqual({ state: "changed-since", at: 5 })
    expect(afterRosterChange(once)).toEqual(once)
  })

  it("leaves what was never compared, and what differs, as it is when the roster changes", () => {
    expect(afterRosterChange(NOT_COMPARED)).toEqual({ state: "not-compared" })
    expect(afterRosterChange(compared("differ", 5))).toEqual({ state: "differs" })
  })
})
