import { describe, expect, it } from "vitest"
import { rosterChange } from "../../../src/meeting/roster-change.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

const EPOCH_1 = epochOf(1n, [ANA, BEN])

describe("the change of a roster", () => {
  it("names who came and who went, by identity", () => {
    const change = rosterChange(EPOCH_1, epochOf(2n, [ANA, CHIDI]))
    expect(change).toEqual({ came: ["03".repeat(32)], went: ["02".repeat(32)] })
  })

  it("is none when somebody returns with a new leaf", () => {
    const returned = { ...BEN, leafKey: key(99) }
    expect(rosterChange(EPOCH_1, epochOf(2n, [ANA, returned]))).toEqual({ came: [], went: [] })
  })
})
