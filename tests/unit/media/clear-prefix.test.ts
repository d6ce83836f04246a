import { describe, expect, it } from "vitest"
import { clearPrefixLength, codecOf } from "../../../src/media/clear-prefix.ts"
import { fault } from "./fixtures.ts"

const KEY_FRAME = Uint8Array.of(0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x08, 0x00, 0x08, 0x00, 0x00, 0x47)
const DELTA_FRAME = Uint8Array.of(0x31, 0x01, 0x00, 0x12)

describe("the clear prefix", () => {
  it("is ten bytes of a VP8 key frame, one of another, one of VP9, none of Opus", () => {
    expect(clearPrefixLength("vp8", KEY_FRAME)).toBe(10)
    expect(clearPrefixLength("vp8", DELTA_FRAME)).toBe(1)
    expect(clearPrefixLength("vp9", KEY_FRAME)).toBe(1)
    expect(clearPrefixLength("opus", KEY_FRAME)).toBe(0)
  })

  it("refuses a VP8 key frame shorter than its prefix, and takes one of just that length", () => {
    expect(() => clearPrefixLength("vp8", KEY_FRAME.subarray(0, 9))).toThrow(fault("malformed"))
    expect(clearPrefixLength("vp8", KEY_FRAME.subarray(0, 10))).toBe(10)
    expect(clearPrefixLength("vp8", DELTA_FRAME.subarray(0, 1))).toBe(1)
  })

  it.each(["opus", "vp8", "vp9"] as const)("refuses an empty %s frame", (codec) => {
    expect(() => clearPrefixLength(codec, new Uint8Array(0))).toThrow(fault("empty"))
  })
})

describe("the codec", () => {
  it.each([
    ["audio/opus", "opus"],
    ["video/VP8", "vp8"],
    ["VP9", "vp9"],
  ])("of %s is %s", (name, codec) => {
    expect(codecOf(name)).toBe(codec)
  })

  it.each(["video/H264", "video/AV1", "video/H265", "audio/red", "audio/vp8", ""])("is refused for %j", (name) => {
    expect(() => codecOf(name)).toThrow(fault("unsupported-codec"))
  })
})
