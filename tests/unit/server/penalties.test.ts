import { describe, expect, it } from "vitest"
import { MAX_BARRED, PAUSE_MS, Penalties } from "../../../server/penalties.ts"
import { TestClock } from "./clock.ts"

const keyOf = (number: number): Uint8Array => Uint8Array.of(number >> 8, number & 0xff)

describe("what a commit costs that was taken back", () => {
  it("is ten seconds for a member, and nothing for others", () => {
    const clock = new TestClock()
    const penalties = new Penalties(clock)
    penalties.pause(keyOf(1))
    expect([keyOf(1), keyOf(2)].map((key) => penalties.isPaused(key))).toEqual([true, false])
    clock.advance(PAUSE_MS - 1)
    penalties.pause(keyOf(2))
    expect(penalties.isPaused(keyOf(1))).toBe(true)
    clock.advance(1)
    expect([keyOf(1), keyOf(2)].map((key) => penalties.isPaused(key))).toEqual([false, true])
    expect(penalties.isBarred(keyOf(1))).toBe(false)
  })

  it(`is the way in for a newcomer, until ${MAX_BARRED} others came`, () => {
    const penalties = new Penalties(new TestClock())
    for (let number = 0; number < MAX_BARRED; number++) penalties.bar(keyOf(number))
    penalties.bar(keyOf(0)) // known
    expect([0, 1, MAX_BARRED].map((number) => penalties.isBarred(keyOf(number)))).toEqual([true, true, false])
    penalties.bar(keyOf(MAX_BARRED))
    expect([0, 1, MAX_BARRED].map((number) => penalties.isBarred(keyOf(number)))).toEqual([false, true, true])
  })
})
