import { describe, expect, it } from "vitest"
import { oncePerFrame } from "../../../src/ui/frame-pace.ts"

function setUp() {
  const given: number[] = []
  const frames: (() => void)[] = []
  const take = oncePerFrame(
    (value: number) => void given.push(value),
    (action) => void frames.push(action),
  )
  const drawFrame = () => frames.splice(0).forEach((action) => action())
  return { given, frames, take, drawFrame }
}

describe("the pace of drawing", () => {
  it("gives on what comes after a quiet time at once", () => {
    const { given, take, drawFrame } = setUp()
    take(1)
    expect(given).toEqual([1])
    drawFrame()
    take(2)
    expect(given).toEqual([1, 2])
  })

  it("gives on the last of a burst at the next frame, and nothing of what came before it", () => {
    const { given, take, drawFrame } = setUp()
    for (const value of [1, 2, 3, 4]) take(value)
    expect(given).toEqual([1])
    drawFrame()
    expect(given).toEqual([1, 4])
  })

  it("gives on one a frame as long as the burst goes on, and waits for none when it is over", () => {
    const { given, frames, take, drawFrame } = setUp()
    for (const value of [1, 2, 3]) take(value)
    drawFrame()
    for (const value of [4, 5]) take(value)
    expect(given).toEqual([1, 3])
    drawFrame()
    expect(given).toEqual([1, 3, 5])
    drawFrame()
    expect(frames).toEqual([])
    expect(given).toEqual([1, 3, 5])
  })
})
