import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ReplayWindow } from "../../../src/media/replay-window.ts"

/** Remembers every counter ever accepted. */
class SlowWindow {
  readonly #seen = new Set<bigint>()
  #highest = -1n

  accept(counter: bigint): boolean {
    if (this.#seen.has(counter) || counter <= this.#highest - 2048n) return false
    this.#seen.add(counter)
    if (counter > this.#highest) this.#highest = counter
    return true
  }
}

describe("the replay window", () => {
  it("accepts what its slow twin accepts", () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: -3000, max: 40 }), fc.integer({ min: 0, max: 5000 })), {
      maxLength: 400,
    })
    fc.assert(
      fc.property(steps, (distances) => {
        const window = new ReplayWindow()
        const slow = new SlowWindow()
        let highest = 0n
        for (const distance of distances) {
          const counter = highest + BigInt(distance)
          if (counter < 0n) continue
          expect(window.accept(counter)).toBe(slow.accept(counter))
          if (counter > highest) highest = counter
        }
      }),
    )
  })

  it("takes each counter once, in any order, over at least the last 1024", () => {
    const window = new ReplayWindow()
    for (let counter = 1024n; counter >= 0n; counter--) expect(window.accept(counter)).toBe(true)
    for (let counter = 0n; counter <= 1024n; counter++) expect(window.isSeen(counter)).toBe(true)
    expect(window.accept(1025n)).toBe(true)
  })

  it("calls a counter seen when it is too old to know", () => {
    const window = new ReplayWindow()
    window.accept(5000n)
    expect(window.isSeen(5000n - 2048n)).toBe(true)
    expect(window.isSeen(5000n - 2047n)).toBe(false)
  })

  it("works up to the last counter there is", () => {
    const window = new ReplayWindow()
    const last = (1n << 64n) - 1n
    expect(window.accept(3n)).toBe(true)
    expect(window.accept(last)).toBe(true)
    expect(window.accept(last)).toBe(false)
    expect(window.accept(last - 1n)).toBe(true)
  })
})
