import { describe, expect, it } from "vitest"
import { chooseVideoCoding, readVideoCoding } from "../../../src/meeting/video-coding.ts"

function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe("the coding of the own picture", () => {
  it("is VP8 until another one is chosen", () => {
    const kept = storage()
    expect(readVideoCoding(kept)).toBe("vp8")
    chooseVideoCoding(kept, "vp9")
    expect(readVideoCoding(kept)).toBe("vp9")
  })

  it("is VP8 for a choice that no version of ours offered", () => {
    expect(readVideoCoding({ getItem: () => "h264" })).toBe("vp8")
  })
})
