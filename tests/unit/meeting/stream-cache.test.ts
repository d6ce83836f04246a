import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { StreamCache } from "../../../src/meeting/stream-cache.ts"

class FakeStream {
  readonly tracks: readonly unknown[]

  constructor(tracks: readonly unknown[]) {
    this.tracks = tracks
  }
}

const track = (): MediaStreamTrack => ({}) as MediaStreamTrack

beforeEach(() => void vi.stubGlobal("MediaStream", FakeStream))
afterEach(() => void vi.unstubAllGlobals())

describe("streams for views", () => {
  it("are the same object as long as the track lives", () => {
    const cache = new StreamCache()
    const camera = track()
    const stream = cache.streamOf("ana camera", camera)
    expect(stream).toMatchObject({ tracks: [camera] })
    expect(cache.streamOf("ana camera", camera)).toBe(stream)
  })

  it("are new for a new track", () => {
    const cache = new StreamCache()
    const stream = cache.streamOf("ana camera", track())
    expect(cache.streamOf("ana camera", track())).not.toBe(stream)
  })

  it("never give one person's track under another name", () => {
    const cache = new StreamCache()
    const [first, second] = [track(), track()]
    cache.streamOf("ana camera", first)
    expect(cache.streamOf("ben camera", second)).toMatchObject({ tracks: [second] })
    expect(cache.streamOf("ana camera", first)).toMatchObject({ tracks: [first] })
  })

  it("are null without a track, and new when it comes back", () => {
    const cache = new StreamCache()
    const camera = track()
    const stream = cache.streamOf("ana camera", camera)
    expect(cache.streamOf("ana camera", null)).toBeNull()
    expect(cache.streamOf("ana camera", camera)).not.toBe(stream)
  })

  it("are forgotten between meetings", () => {
    const cache = new StreamCache()
    const camera = track()
    const stream = cache.streamOf("ana camera", camera)
    cache.clear()
    expect(cache.streamOf("ana camera", camera)).not.toBe(stream)
  })
})
