// docs/performance.md: the text is written by hand; what stands between two markers is made from the results.
//
//   <!-- figures: mls -->  …  <!-- end -->     the run and the tables of a bench
//   <!-- bars -->          …  <!-- end -->     which bars are met, over all benches
//   <!-- growth -->        …  <!-- end -->     what grows with the people in a meeting, over all benches

import type { Result } from "../measure/results.ts"
import { growths, growthTable } from "./growth.ts"
import { resultTables } from "./tables.ts"

const BARS_PLOT = "![What of each bar was used](performance-bars.svg)"

const MARKED = /(<!-- (bars|growth|figures: ([a-z-]+)) -->\n)[^]*?(<!-- end -->)/g

/** The document with everything between markers made anew; throws RangeError for a result that no marker shows. */
export function fillIn(document: string, results: readonly Result[]): string {
  const shown = new Set(Array.from(document.matchAll(MARKED), ([, , , bench]) => bench))
  const missing = results.filter(({ bench }) => !shown.has(bench)).map(({ bench }) => bench)
  if (missing.length > 0) throw new RangeError(`no place is marked for ${missing.join(", ")}`)
  return document.replace(MARKED, (_, begin: string, kind: string, bench: string | undefined, end: string) => {
    const content = contentOf(kind, bench, results)
    return `${begin}\n${content}\n\n${end}`
  })
}

function contentOf(kind: string, bench: string | undefined, results: readonly Result[]): string {
  if (kind === "bars") return bars(results)
  return kind === "growth" ? growth(results) : section(results.find((result) => result.bench === bench))
}

function growth(results: readonly Result[]): string {
  const pictures = growths(results)
  if (pictures.length === 0) return "Nothing that grows has been measured yet."
  const shown = pictures.map(({ name, title }) => `![${title}](performance-${name}.svg)`)
  return [growthTable(pictures), ...shown].join("\n\n")
}

function section(result: Result | undefined): string {
  if (!result) return "No results are published yet."
  const { date, machine, load, versions, notes, figures } = result
  const parts = versions.map(({ of, version }) => `${of} ${version}`).join(", ")
  const run =
    `${date} · ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGb} GB, ${machine.system} · ` +
    `load ${load.before} before, ${load.after} after · ${parts}`
  return [run, notes.map((note) => `- ${note}`).join("\n"), resultTables(figures)]
    .filter((part) => part !== "")
    .join("\n\n")
}

function bars(results: readonly Result[]): string {
  const held = results.flatMap(({ bench, figures }) =>
    figures.filter(({ met }) => met !== null).map((figure) => ({ bench, figure })),
  )
  const failed = held.filter(({ figure }) => figure.met === false)
  const lines = failed.map(({ bench, figure: { what, unit, at, bar, ...numbers } }) => {
    const place = at ? `, ${at.value} ${at.axis}` : ""
    return bar
      ? `- ${bench}: ${what}${place}: ${numbers[bar.of]} ${unit}, where ${bar.of} ≤ ${bar.atMost} is wanted`
      : ""
  })
  const count = `${held.length - failed.length} of ${held.length} bars are met.`
  if (held.length === 0) return "No bar has been measured yet."
  const said = failed.length === 0 ? count : [`${count} Not met:`, "", ...lines].join("\n")
  return [said, BARS_PLOT].join("\n\n")
}
