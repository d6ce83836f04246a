import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { encodeHeader } from "../../../src/media/header.ts"
import { decodeKid, encodeKid, type FrameContext, isHeaderStart } from "../../../src/media/kid.ts"
import { fault, OPUS } from "./fixtures.ts"

const contexts: readonly FrameContext[] = ["microphone", "camera", "screen", "screen-audio", "data"]

describe("the key id", () => {
  it("is context, leaf and the epoch's low byte", () => {
    expect(encodeKid("microphone", 0, 0n)).toBe(0x10000n)
    expect(encodeKid("data", 255, 0x1ffn)).toBe(0x5ffffn)
    expect(encodeKid("screen", 2, 3n)).toBe(0x30203n)
  })

  it("decodes to what was encoded, and always takes three bytes", () => {
    const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
    fc.assert(
      fc.property(fc.constantFrom(...contexts), fc.nat(255), uint64, uint64, (context, leaf, epoch, counter) => {
        const kid = encodeKid(context, leaf, epoch)
        expect(decodeKid(kid)).toEqual({ context, leaf, epochByte: Number(epoch % 256n) })
        expect(isHeaderStart(encodeHeader(kid, counter), 0)).toBe(true)
      }),
    )
  })

  it.each([0n, 0x0ffffn, 0x60000n, 0x7ffffn, 0x80000n, 1n << 63n])("refuses %d, which is none", (kid) => {
    expect(() => decodeKid(kid)).toThrow(fault("plaintext"))
  })

  it.each([-1, 256, 1.5])("refuses leaf %d", (leaf) => {
    expect(() => encodeKid("camera", leaf, 1n)).toThrow(RangeError)
  })

  it("does not take an Opus frame for a sealed one, whatever its first byte says", () => {
    for (let toc = 0; toc < 256; toc++) {
      const frame = OPUS.slice()
      frame[0] = toc
      expect(isHeaderStart(frame, 0)).toBe(false)
    }
  })
})
