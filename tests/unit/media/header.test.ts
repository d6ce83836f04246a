import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bigEndian, concat, fromHex } from "../../../src/bytes/bytes.ts"
import { decodeHeader, encodeHeader } from "../../../src/media/header.ts"
import { fault } from "./fixtures.ts"

const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }))

/** RFC 9605 §4.3 word by word: the shortest field found by trying each length. */
function slowHeader(kid: bigint, counter: bigint): Uint8Array {
  const [k, kidField] = slowField(kid)
  const [c, counterField] = slowField(counter)
  return concat(Uint8Array.of(k * 16 + c), kidField, counterField)
}

function slowField(value: bigint): [number, Uint8Array] {
  if (value <= 7n) return [Number(value), new Uint8Array(0)]
  for (let length = 1; ; length++) {
    if (value < 256n ** BigInt(length)) return [8 + length - 1, bigEndian(value, length)]
  }
}

describe("the SFrame header", () => {
  it("encodes as its slow twin does, and decodes to what was encoded", () => {
    fc.assert(
      fc.property(uint64, uint64, (kid, counter) => {
        const header = encodeHeader(kid, counter)
        expect(header).toEqual(slowHeader(kid, counter))
        expect(decodeHeader(header)).toEqual({ kid, counter, length: header.length })
      }),
    )
  })

  it("decodes only what it would have encoded", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes) => {
        const header = headerOf(bytes)
        if (header) expect(encodeHeader(header.kid, header.counter)).toEqual(bytes.slice(0, header.length))
      }),
      { numRuns: 1000 },
    )
  })

  it("is read from the middle of a frame, with what follows left alone", () => {
    const frame = concat(fromHex("ffff"), encodeHeader(0x10203n, 9n), fromHex("ffff"))
    expect(decodeHeader(frame, 2)).toEqual({ kid: 0x10203n, counter: 9n, length: 5 })
  })

  it.each([
    ["a KID that fits the config byte", "8005"],
    ["a counter that fits the config byte", "0807"],
    ["a KID with a zero byte in front", "900012"],
    ["a counter with a zero byte in front", "090012"],
    ["a cut off KID", "90ff"],
    ["a cut off counter", "0a0101"],
    ["nothing", ""],
  ])("refuses %s", (_, hex) => {
    expect(() => decodeHeader(fromHex(hex))).toThrow(fault("malformed"))
  })

  it("holds 64 bits, and refuses a value beyond them", () => {
    expect(encodeHeader(0n, (1n << 64n) - 1n)).toHaveLength(9)
    expect(() => encodeHeader(0n, 1n << 64n)).toThrow(fault("exhausted"))
    expect(() => encodeHeader(1n << 64n, 0n)).toThrow(fault("exhausted"))
  })
})

function headerOf(bytes: Uint8Array) {
  try {
    return decodeHeader(bytes)
  } catch {
    return null // refused, which the other tests look at
  }
}
