import { readFile } from "node:fs/promises"
import { describe, expect, test } from "vitest"
import { figure } from "../../../bench/measure/figures.ts"
import { decodeResult, type Result } from "../../../bench/measure/results.ts"
import { fillIn } from "../../../bench/report/document.ts"
import { drawGrowth, growths, growthTable } from "../../../bench/report/growth.ts"
import { performanceFiles } from "../../../bench/report/performance.ts"
import { barPlot, growthPlot } from "../../../bench/report/plots.ts"
import { resultTables } from "../../../bench/report/tables.ts"

const quick = figure({ what: "join", unit: "ms", samples: [40, 50], bar: { of: "p95", atMost: 100 } })
const slow = figure({ what: "leave", unit: "ms", samples: [300], bar: { of: "p50", atMost: 200 } })
const growing = [10, 50].map((value) =>
  figure({ what: "receive", unit: "ms", samples: [value, value + 1], at: { axis: "members", value } }),
)

const grown = [2, 100, 50].map((value) =>
  figure({
    what: "release suite (X-Wing): join",
    unit: "ms",
    samples: [value * 2],
    at: { axis: "members", value },
  }),
)

const result: Result = decodeResult(
  JSON.stringify({
    bench: "mls",
    date: "2026-11-21T14:00Z",
    machine: { system: "Linux x64", cpu: "A processor", cores: 2, memoryGb: 8 },
    load: { before: 0.1, after: 0.9 },
    versions: [{ of: "node", version: "24.0.0" }],
    notes: ["In one process."],
    figures: [quick, slow, ...growing],
  }),
)

describe("docs/performance.md and its plots", () => {
  test("are what the published results make of them: `npm run bench -- report`", async () => {
    for (const [path, content] of await performanceFiles()) {
      expect(await readFile(path, "utf8"), path).toBe(content)
    }
  })
})

describe("the document", () => {
  const document = "# Title\n\n<!-- bars -->\nold\n<!-- end -->\n\nText.\n\n<!-- figures: mls -->\n<!-- end -->\n"

  test("keeps its text and gets run, notes and tables between its markers", () => {
    const filled = fillIn(document, [result])
    expect(filled).toContain("Text.")
    expect(filled).not.toContain("old")
    expect(filled).toContain(
      "2026-11-21T14:00Z · 2 cores of A processor, 8 GB, Linux x64 · load 0.1 before, 0.9 after · node 24.0.0",
    )
    expect(filled).toContain("- In one process.")
    expect(filled).toContain("(performance-bars.svg)")
    expect(filled).toContain("| join | ms | 2 | 40 | 50 | p95 ≤ 100 |")
  })

  test("names each bar that is not met", () => {
    const filled = fillIn(document, [result])
    expect(filled).toContain("1 of 2 bars are met. Not met:")
    expect(filled).toContain("- mls: leave: 300 ms, where p50 ≤ 200 is wanted")
    expect(fillIn(document, [{ ...result, figures: [quick] }])).toContain("\n1 of 1 bars are met.\n")
  })

  test("changes no more when it is filled in again", () => {
    const filled = fillIn(document, [result])
    expect(fillIn(filled, [result])).toBe(filled)
  })

  test("says so where a bench has published nothing", () => {
    expect(fillIn(document, [])).toContain("No results are published yet.")
    expect(fillIn(document, [])).toContain("No bar has been measured yet.")
  })

  test("must have a place for every result", () => {
    expect(() => fillIn(document, [{ ...result, bench: "join" }])).toThrow(RangeError)
  })
})

describe("the tables", () => {
  test("put figures of one axis into one row", () => {
    expect(resultTables(growing)).toBe(
      [
        "|  | unit | n | 10 members | 50 members | bar |",
        "| --- | --- | --: | --: | --: | --: |",
        "| receive | ms | 2 | 10 (11) | 50 (51) |  |",
      ].join("\n"),
    )
  })

  test("make bold what does not meet its bar", () => {
    expect(resultTables([quick, slow])).toContain("| leave | ms | 1 | **300** |  | p50 ≤ 200 |")
  })
})

describe("growth", () => {
  test("is drawn where a line has three places", () => {
    const [picture, ...others] = growths([{ ...result, figures: [...grown, ...growing] }])
    expect(others).toEqual([])
    expect(picture?.name).toBe("mls")
    expect(new Set(picture?.figures.map(({ what }) => what))).toEqual(new Set(["join"]))
    expect(picture && drawGrowth(picture)).toContain(">MLS with X-Wing in Node, p50, ms</text>")
    expect(growths([{ ...result, figures: grown.slice(1) }])).toEqual([])
    expect(growths([{ ...result, bench: "join", figures: grown }])).toEqual([])
  })

  test("is told from the fewest to the most, in whatever order it was measured", () => {
    const table = growthTable(growths([{ ...result, figures: grown }]))
    expect(table).toContain("| MLS with X-Wing in Node: join | 4 ms at 2 | 200 ms at 100 | × 50 | × 50 |")
  })

  test("stands in the document with its pictures, where there are any", () => {
    const marked = "<!-- growth -->\n<!-- end -->\n<!-- figures: mls -->\n<!-- end -->\n"
    expect(fillIn(marked, [{ ...result, figures: grown }])).toContain("](performance-mls.svg)")
    expect(fillIn(marked, [result])).toContain("Nothing that grows has been measured yet.")
  })

  test("is what the page's own words name", async () => {
    const page = [...(await performanceFiles())].find(([path]) => path.endsWith(".md"))?.[1] ?? ""
    const section = /^## A hundred people$([^]*?)^## /m.exec(page)?.[1] ?? ""
    const [, table = "", words = ""] = /<!-- growth -->([^]*)<!-- end -->([^]*)/.exec(section) ?? []
    const named = Array.from(words.matchAll(/\*([^*]+)\*/g), ([, name]) => name)
    expect(named.length).toBeGreaterThan(3)
    for (const name of named) expect(table).toMatch(new RegExp(`[|:] ${name?.replaceAll(/[()]/g, "\\$&")} \\|`))
  })
})

describe("the plots", () => {
  test("show the share of each bar that was used", () => {
    const plot = barPlot([result])
    expect(plot).toContain(">mls: join</text>")
    expect(plot).toContain(">50 %</text>")
    expect(plot).toContain(">150 % (not met)</text>")
  })

  test("draw a line for what grows, and refuse to draw nothing", () => {
    expect(growthPlot("MLS", growing)).toContain('<polyline points="172,')
    expect(() => growthPlot("MLS", [quick])).toThrow(RangeError)
  })
})
