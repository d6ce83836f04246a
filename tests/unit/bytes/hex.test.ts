import { describe, expect, test } from "vitest"
import { fromHex, randomBytes, toHex } from "../../../src/bytes/bytes.ts"

function twin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

describe("hexadecimal", () => {
  test("has two lower-case digits for each byte, whatever the length", () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    for (const bytes of [new Uint8Array(), everyByte, ...[1, 32, 4096, 4097, 20_000].map(randomBytes)]) {
      expect(toHex(bytes)).toBe(twin(bytes))
      expect(fromHex(toHex(bytes))).toEqual(bytes)
    }
  })

  test("is read strictly", () => {
    for (const malformed of ["0", "0g", "AB", "0x00"]) expect(() => fromHex(malformed)).toThrow(SyntaxError)
  })
})
