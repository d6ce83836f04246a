import { describe, expect, it } from "vitest"
import type { PersonRelease } from "../../../src/meeting/person.ts"
import { claimInWords, claimsInWords } from "../../../src/ui/release-claims.ts"

const YOURS: PersonRelease = { kind: "yours", version: "1.3.0" }
const OLDER: PersonRelease = { kind: "another", version: "1.2.0" }
const UNKNOWN: PersonRelease = { kind: "another", version: null }
const UNSIGNED: PersonRelease = { kind: "unsigned", version: null }

/** Yourself and these others. */
function meeting(...others: readonly PersonRelease[]) {
  return [{ isYou: true, release: YOURS }, ...others.map((release) => ({ isYou: false, release }))]
}

describe("what the people in a meeting say they run", () => {
  it("is summed up in one sentence, yourself among them", () => {
    expect(claimsInWords("verified", meeting(YOURS, YOURS, OLDER))).toBe(
      "3 of 4 say they run the release you run; one says it runs 1.2.0.",
    )
  })

  it("is the same for all where it is", () => {
    expect(claimsInWords("verified", meeting(YOURS))).toBe("Both say they run the same release.")
    expect(claimsInWords("local", meeting(YOURS, YOURS))).toBe("All 3 say they run the same release.")
  })

  it("names other versions, the most frequent first, then whom nothing is known of, then unsigned builds", () => {
    const older = { ...OLDER, version: "1.1.0" }
    expect(claimsInWords("verified", meeting(UNSIGNED, UNKNOWN, older, OLDER, OLDER))).toBe(
      "Nobody else says they run the release you run; 2 say they run 1.2.0; one says it runs 1.1.0; " +
        "of one it is not known; one says it runs an unsigned build.",
    )
  })

  it("never calls two unsigned builds the same", () => {
    expect(claimsInWords("unsigned", meeting(UNSIGNED, UNSIGNED))).toBe(
      "You run an unsigned build; 2 say they run an unsigned build.",
    )
  })

  it("is nothing while you are alone", () => {
    expect(claimsInWords("verified", meeting())).toBeNull()
  })
})

describe("what one person says", () => {
  it("is worded as a claim", () => {
    expect([YOURS, OLDER, UNKNOWN, UNSIGNED].map(claimInWords)).toEqual([
      "says it runs 1.3.0, as you do",
      "says it runs 1.2.0, another release than yours",
      "release not known",
      "says it runs an unsigned build",
    ])
  })
})
