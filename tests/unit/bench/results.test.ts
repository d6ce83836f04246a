import { afterEach, describe, expect, test, vi } from "vitest"
import { figure } from "../../../bench/measure/figures.ts"
import { BenchRun, decodeResult } from "../../../bench/measure/results.ts"
import { figureTable } from "../../../bench/measure/table.ts"
import { ShapeError } from "../../../src/bytes/shape.ts"

const join = figure({
  what: "join",
  unit: "ms",
  samples: [40, 50],
  at: { axis: "members", value: 10 },
  bar: { of: "p95", atMost: 45 },
})

afterEach(() => vi.restoreAllMocks())

describe("a result", () => {
  test("that was published reads back as it was", async () => {
    const printed = vi.spyOn(console, "log").mockReturnValue(undefined)
    const result = await new BenchRun("mls").publish([join], {
      keep: "print",
      notes: ["In one process."],
      versions: { chromium: "156" },
    })
    expect(decodeResult(JSON.stringify(result))).toEqual(result)
    expect(result.versions.map(({ of }) => of)).toEqual(["node", "chromium"])
    expect(printed.mock.calls.flat()).toContain("In one process.")
  })

  test("with an unknown field, or a figure that lacks one, is refused", async () => {
    vi.spyOn(console, "log").mockReturnValue(undefined)
    const result = await new BenchRun("mls").publish([join], { keep: "print" })
    const { p95: _, ...without } = join
    expect(() => decodeResult(JSON.stringify({ ...result, host: "here" }))).toThrow(ShapeError)
    expect(() => decodeResult(JSON.stringify({ ...result, figures: [without] }))).toThrow(ShapeError)
  })
})

describe("the table of figures", () => {
  test("says what was met", () => {
    expect(
      figureTable([join, figure({ what: "rooms", unit: "MB", samples: [1], bar: { of: "max", atMost: 2 } })]),
    ).toEqual([
      "| what  | at         | unit |   n | p50 | p95 | min | max |      bar |             |",
      "| ----- | ---------- | ---- | --: | --: | --: | --: | --: | -------: | ----------: |",
      "| join  | 10 members | ms   |   2 |  40 |  50 |  40 |  50 | p95 ≤ 45 | **not met** |",
      "| rooms |            | MB   |   1 |   1 |   1 |   1 |   1 |  max ≤ 2 |         met |",
    ])
  })
})
