// The shim of Buffer against Buffer itself.

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type BufferBytes, BufferShim } from "../../../src/release/node/buffer.ts"

const bytes = fc.uint8Array({ maxLength: 100 })

describe("text of bytes", () => {
  it.each(["utf8", "utf-8", "ascii", "base64", "hex"] as const)("in %s is Node's", (encoding) => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(BufferShim.from(value).toString(encoding)).toBe(Buffer.from(value).toString(encoding))
      }),
    )
  })

  it("is there in no other encoding", () => {
    expect(() => BufferShim.alloc(1).toString("utf16le")).toThrow(TypeError)
  })
})

describe("bytes of text", () => {
  it.each(["utf8", "utf-8"] as const)("in %s are Node's", (encoding) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
        expectSame(BufferShim.from(text, encoding), Buffer.from(text, encoding))
      }),
      { numRuns: 20 },
    )
  })

  it("in ascii are Node's", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        expectSame(BufferShim.from(text, "ascii"), Buffer.from(text, "ascii"))
      }),
    )
  })

  it("in base64 are Node's, also with what does not belong in it", () => {
    const digits = fc.string({ unit: fc.constantFrom("A", "b", "z", "0", "9", "+", "/", "-", "_", " ", "\n", "!") })
    fc.assert(
      fc.property(digits, fc.constantFrom("", "=", "=="), (text, padding) => {
        expectSame(BufferShim.from(text + padding, "base64"), Buffer.from(text + padding, "base64"))
      }),
    )
  })

  it("are there in no other encoding", () => {
    expect(() => BufferShim.from("a", "utf16le")).toThrow(TypeError)
  })
})

describe("bytes", () => {
  it("are copied when made, joined and compared as Node's", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [ours, theirs] = [BufferShim.from(a), Buffer.from(a)]
        expectSame(BufferShim.concat([ours, b]), Buffer.concat([theirs, b]))
        expect(ours.equals(b)).toBe(theirs.equals(b))
        expect(ours.equals(BufferShim.from(a))).toBe(true)
        const [into, intoTheirs] = [new Uint8Array(10), Buffer.alloc(10)]
        expect(ours.copy(into)).toBe(theirs.copy(intoTheirs))
        expectSame(into, intoTheirs)
      }),
    )
    const source = Uint8Array.of(1)
    const copy = BufferShim.from(source)
    source[0] = 2
    expect(copy[0]).toBe(1)
  })

  it("stay such bytes in a part, which shares its memory", () => {
    const whole = BufferShim.from([1, 2, 3])
    const part = whole.subarray(1) as BufferBytes
    whole[1] = 9
    expect(part.toString("hex")).toBe("0903")
  })

  it("read numbers as Node does, wherever they lie", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.nat(4), (value, offset) => {
        const ours = BufferShim.from(value).subarray(offset) as BufferBytes
        expect(ours.readBigInt64BE()).toBe(Buffer.from(value).subarray(offset).readBigInt64BE())
      }),
    )
  })
})

function expectSame(ours: Uint8Array, theirs: Uint8Array): void {
  expect(Buffer.from(ours).toString("hex")).toBe(Buffer.from(theirs).toString("hex"))
}
