import { describe, expect, it } from "vitest"
import { readChurnFlags } from "../../../scripts/churn/flags.ts"
import { FAST_SUITE, RELEASE_SUITE } from "../../../src/mls/suite.ts"

const GOOD = { clients: "20", joins: "300", seed: "1", suite: "release" } as const

describe("the flags of churn", () => {
  it("are read as numbers and a suite", () => {
    expect(readChurnFlags(GOOD)).toEqual({ clients: 20, joins: 300, seed: 1, suite: RELEASE_SUITE })
    expect(readChurnFlags({ ...GOOD, suite: "fast" })).toMatchObject({ suite: FAST_SUITE })
  })

  it.each([
    ["clients", "1"],
    ["clients", "2.5"],
    ["joins", "0"],
    ["joins", "many"],
    ["seed", "x"],
    ["suite", "none"],
  ] as const)("are refused by name: %s %s", (flag, value) => {
    expect(readChurnFlags({ ...GOOD, [flag]: value })).toMatch(new RegExp(`^"${flag}" must be .*, got ${value}$`))
  })
})
