import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { progressOn } from "../../../scripts/progress.ts"

const TICK = 1000

describe("progress", () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test("says nothing of a step that takes less than a second", async () => {
    const { written, progress } = recorded(false)
    await progress.step("quick", async () => {})
    expect(written).toEqual([])
  })

  test("says what a longer step waits for, and how it ended", async () => {
    const { written, progress } = recorded(false)
    const work = Promise.withResolvers<string>()
    const step = progress.step("building", (note) => {
      note("half way ")
      return work.promise
    })
    await vi.advanceTimersByTimeAsync(11 * TICK)
    work.resolve("built")
    await expect(step).resolves.toBe("built")
    expect(written).toEqual(["building … 1 s · half way\n", "building … 11 s · half way\n", "building: done in 11 s\n"])
  })

  test("redraws one line on a terminal, no longer than the terminal is wide", async () => {
    const { written, progress } = recorded(true, 20)
    const work = Promise.withResolvers<void>()
    const step = progress.step("building", (note) => {
      note("a line that is much too long")
      return work.promise
    })
    await vi.advanceTimersByTimeAsync(2 * TICK)
    work.resolve()
    await step
    expect(written[0]).toBe("\r\u001b[2Kbuilding … 1 s · a ")
    expect(written[1]).toBe("\r\u001b[2Kbuilding … 2 s · a ")
  })

  test("passes a failure on and says that it failed", async () => {
    const { written, progress } = recorded(false)
    const work = Promise.withResolvers<void>()
    const step = expect(progress.step("building", () => work.promise)).rejects.toThrow("no network")
    await vi.advanceTimersByTimeAsync(2 * TICK)
    work.reject(new Error("no network"))
    await step
    expect(written.at(-1)).toBe("building: failed in 2 s\n")
  })
})

function recorded(isTTY: boolean, columns = 120) {
  const written: string[] = []
  const stream = { isTTY, columns, write: (text: string) => written.push(text) }
  return { written, progress: progressOn(stream, () => Date.now()) }
}
