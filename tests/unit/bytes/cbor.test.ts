import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fromHex, toHex } from "../../../src/bytes/bytes.ts"
import { CborError, type CborValue, decodeCbor, encodeCbor } from "../../../src/bytes/cbor.ts"

// RFC 8949 appendix A, the rows of the types we speak.
const RFC_8949: [CborValue, string][] = [
  [0, "00"],
  [1, "01"],
  [10, "0a"],
  [23, "17"],
  [24, "1818"],
  [25, "1819"],
  [100, "1864"],
  [1000, "1903e8"],
  [1_000_000, "1a000f4240"],
  [1_000_000_000_000, "1b000000e8d4a51000"],
  [18_446_744_073_709_551_615n, "1bffffffffffffffff"],
  [-1, "20"],
  [-10, "29"],
  [-100, "3863"],
  [-1000, "3903e7"],
  [false, "f4"],
  [true, "f5"],
  [null, "f6"],
  [fromHex("01020304"), "4401020304"],
  [fromHex(""), "40"],
  ["", "60"],
  ["a", "6161"],
  ["IETF", "6449455446"],
  ["ü", "62c3bc"],
  ["𐅑", "64f0908591"],
  [[], "80"],
  [[1, [2, 3], [4, 5]], "8301820203820405"],
  [{}, "a0"],
  [{ a: 1, b: [2, 3] }, "a26161016162820203"],
]

const REFUSED: [string, string, string][] = [
  ["a number with a leading zero byte", "1817", "not-canonical"],
  ["a two-byte number that fits one", "190017", "not-canonical"],
  ["a four-byte number that fits two", "1a0000ffff", "not-canonical"],
  ["an eight-byte number that fits four", "1b00000000ffffffff", "not-canonical"],
  ["keys out of order", "a2616201616102", "not-canonical"],
  ["a key twice", "a2616101616102", "not-canonical"],
  ["a longer key before a shorter", "a262616101616202", "not-canonical"],
  ["a number as key", "a10101", "unsupported"],
  ["an indefinite array", "9f01ff", "unsupported"],
  ["a tag", "c001", "unsupported"],
  ["a float", "f93c00", "unsupported"],
  ["undefined", "f7", "unsupported"],
  ["text that is not UTF-8", "62c328", "unsupported"],
  ["bytes after the value", "0000", "trailing"],
  ["nothing", "", "truncated"],
  ["a byte string that ends early", "4401", "truncated"],
  ["an array longer than the input", "9affffffff", "truncated"],
  ["a map longer than the input", "bbffffffffffffffff", "truncated"],
  ["nesting without end", "81".repeat(40) + "00", "too-deep"],
]

const anyValue: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 6 }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

describe("CBOR", () => {
  it.each(RFC_8949.map(([value, hex]) => ({ value, hex })))(
    "writes and reads $hex as RFC 8949 does",
    ({ value, hex }) => {
      expect(toHex(encodeCbor(value))).toBe(hex)
      expect(decodeCbor(fromHex(hex))).toEqual(value)
    },
  )

  it.each(REFUSED)("refuses %s", (_what, hex, fault) => {
    expect(() => decodeCbor(fromHex(hex))).toThrow(expect.objectContaining({ fault }))
  })

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value)
      }),
    )
  })

  it("reads any bytes either as what it would have written or not at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (input) => {
        try {
          expect(toHex(encodeCbor(decodeCbor(input)))).toBe(toHex(input))
        } catch (error) {
          expect(error).toBeInstanceOf(CborError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("refuses numbers that are no safe integers", () => {
    expect(() => encodeCbor(1.5)).toThrow(RangeError)
    expect(() => encodeCbor(2 ** 60)).toThrow(RangeError)
    expect(() => encodeCbor(1n << 64n)).toThrow(RangeError)
  })
})
