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
    const stream = cache.streamOf(camera)
    expect(stream).toMatchObject({ tracks: [camera] })
    expect(cache.streamOf(camera)).toBe(stream)
  })

  it("are each track's own", () => {
    const cache = new StreamCache()
    const [first, second] = [track(), track()]
    cache.streamOf(first)
    expect(cache.streamOf(second)).toMatchObject({ tracks: [second] })
    expect(cache.streamOf(first)).toMatchObject({ tracks: [first] })
  })
})
