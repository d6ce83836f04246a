import { describe, expect, it } from "vitest"
import { utf8 } from "../../../src/bytes/bytes.ts"
import { fitName } from "../../../src/meeting/person-name.ts"

describe("a person's name", () => {
  it("stays as it is where a profile holds it", () => {
    expect(fitName("Chidiebere Okonkwo")).toBe("Chidiebere Okonkwo")
    expect(fitName("a".repeat(64))).toHaveLength(64)
  })

  it("is cut to 64 bytes, not characters", () => {
    expect(fitName("名".repeat(64))).toBe("名".repeat(21))
  })

  it("is never cut within a character that people see as one", () => {
    const family = "👩‍👩‍👧"
    expect(fitName(family.repeat(10))).toBe(family.repeat(Math.floor(64 / utf8(family).length)))
  })
})
