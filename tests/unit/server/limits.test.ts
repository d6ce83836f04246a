import { describe, expect, it } from "vitest"
import { HoldLimit, MAX_BUCKETS, RateLimit } from "../../../server/limits.ts"
import { TestClock } from "./clock.ts"

const tooMany = expect.objectContaining({ name: "ServiceError", fault: "too-many" })

describe("a rate limit", () => {
  it("takes a burst, then as many as time gives back, for each key apart", () => {
    const clock = new TestClock()
    const limit = new RateLimit({ burst: 2, perMinute: 60 }, clock)
    limit.take("a")
    limit.take("a")
    expect(() => limit.take("a")).toThrow(tooMany)
    limit.take("b")
    clock.advance(1000)
    limit.take("a")
    expect(() => limit.take("a")).toThrow(tooMany)
  })

  it("gives back no more than the burst", () => {
    const clock = new TestClock()
    const limit = new RateLimit({ burst: 1, perMinute: 60 }, clock)
    limit.take("a")
    clock.advance(3_600_000)
    limit.take("a")
    expect(() => limit.take("a")).toThrow(tooMany)
  })

  it("remembers a bounded number of keys, those that asked last", () => {
    const limit = new RateLimit({ burst: 1, perMinute: 0 }, new TestClock())
    for (let key = 0; key <= MAX_BUCKETS; key++) limit.take(`${key}`)
    expect(() => limit.take("1")).toThrow(tooMany)
    limit.take("0") // forgotten
    expect(() => limit.take("0")).toThrow(tooMany)
  })
})

describe("a hold limit", () => {
  it("lets go what is released, and no more", () => {
    const limit = new HoldLimit(1)
    expect(limit.tryHold("a")).toBe(true)
    expect(limit.tryHold("a")).toBe(false)
    expect(limit.tryHold("b")).toBe(true)
    limit.release("a")
    limit.release("a")
    expect(limit.tryHold("a")).toBe(true)
    expect(limit.tryHold("a")).toBe(false)
  })
})
