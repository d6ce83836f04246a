import { describe, expect, test } from "vitest"
import { figure, percentile } from "../../../bench/measure/figures.ts"

describe("a percentile", () => {
  const oneToTwenty = Array.from({ length: 20 }, (_, index) => 20 - index)

  test("is the sample of the nearest rank", () => {
    expect([0, 5, 50, 95, 100].map((percent) => percentile(oneToTwenty, percent))).toEqual([1, 1, 10, 19, 20])
  })

  test("of one sample is that sample", () => {
    expect(percentile([7], 95)).toBe(7)
  })

  test("is rounded to four digits", () => {
    expect(percentile([12.345678], 50)).toBe(12.35)
  })

  test("of no samples, or of one that is no number, is refused", () => {
    expect(() => percentile([], 50)).toThrow(RangeError)
    expect(() => percentile([1, Number.NaN], 50)).toThrow(RangeError)
  })
})

describe("a figure", () => {
  test("sums its samples up", () => {
    expect(figure({ what: "join", unit: "ms", samples: [3, 1, 2] })).toEqual({
      what: "join",
      unit: "ms",
      n: 3,
      p50: 2,
      p95: 3,
      min: 1,
      max: 3,
      at: null,
      bar: null,
      met: null,
    })
  })

  test("meets its bar by the number that the bar is for", () => {
    const samples = [1, 1, 1, 9]
    const met = (of: "p50" | "p95" | "max", atMost: number) =>
      figure({ what: "join", unit: "ms", samples, bar: { of, atMost } }).met
    expect([met("p50", 1), met("p95", 8.9), met("max", 9), met("p50", 0.9)]).toEqual([true, false, true, false])
  })
})
