import { describe, expect, it } from "vitest"
import type { ReleaseStatus } from "../../../src/release/status.ts"
import { releaseReport } from "../../../src/ui/release-report.ts"
import { lookOf, mayMeet, problemOf } from "../../../src/ui/release-words.ts"
import { FAULT_NAMES } from "../../harness/gallery/release-state-names.ts"
import { LOCAL, packed, refused, UNSIGNED, VERIFIED } from "../../harness/gallery/releases.ts"

const CHECKING: ReleaseStatus = { state: "checking" }

describe("a release in a word", () => {
  it("is verified only where the check says so", () => {
    const words = [null, CHECKING, VERIFIED, LOCAL, UNSIGNED, refused("file-changed")].map((status) => lookOf(status))
    expect(words.map(({ word }) => word)).toEqual([
      "Not checked yet",
      "Checking…",
      "Verified release",
      "Local build, test authority",
      "Unsigned build",
      "Do not use: a file was changed",
    ])
    expect(words.map(({ hue }) => hue)).toEqual(["none", "none", "verified", "unchecked", "unchecked", "danger"])
  })

  it("stays a warning where a person goes on all the same", () => {
    const status = refused("rolled-back", "given")
    expect([lookOf(status).word, mayMeet(status)]).toEqual(["Do not use: older than one seen here", true])
  })

  it("is none to meet with before the check is done", () => {
    expect([CHECKING, VERIFIED, packed(LOCAL)].map(mayMeet)).toEqual([false, true, false])
  })
})

describe("what is wrong with a release", () => {
  it("has a page of its own words for each fault", () => {
    const titles = FAULT_NAMES.map((fault) => problemOf(refused(fault))?.title)
    expect(new Set(titles).size).toBe(FAULT_NAMES.length)
    expect(problemOf(refused("file-changed"))?.title).toContain("changed")
  })

  it("is nothing where it may meet, and that nobody answers for it where it was installed packed", () => {
    expect([CHECKING, VERIFIED, LOCAL, UNSIGNED].map(problemOf)).toEqual([null, null, null, null])
    expect(problemOf(packed(UNSIGNED))).toMatchObject({ title: "Nobody has signed this client" })
    expect(problemOf(packed(LOCAL))).toMatchObject({ title: expect.stringContaining("trying things out") })
  })
})

describe("the detail to copy", () => {
  it("has everything that the check found", () => {
    expect(releaseReport(VERIFIED, "1.2.0").split("\n")).toEqual([
      "Wardroom 1.2.0",
      "state: verified",
      "checked: 2026-01-15T10:42:00.000Z",
      `release: 1.2.0, number 7, ${VERIFIED.facts.digest}`,
      `commit: ${VERIFIED.facts.commit}`,
      "signed: 2026-01-10T14:05:00.000Z",
      "log: rekor.sigstore.dev, index 412345678, tree size 1300456789",
      "rebuilders: 2 of 3, 2 needed: Chaos Computer Club, Freie Uni",
      "trust root: 2026-01-05",
      "revocations: 1, until 2026-07-10T00:00:00.000Z",
    ])
  })

  it("names fault, detail and release of one that is refused", () => {
    const lines = releaseReport(refused("rolled-back", "given"), "1.2.0").split("\n")
    expect(lines).toContain("fault: rolled-back")
    expect(lines).toContain("detail: release 7 is older than 9, seen before")
    expect(lines).toContain("pardon: given")
    expect(releaseReport(UNSIGNED, "1.2.0")).toBe("Wardroom 1.2.0\nstate: unsigned\nchecked: 2026-01-15T10:42:00.000Z")
  })
})
