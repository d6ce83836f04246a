// Figures as the tables of docs/performance.md: a row each, or one row for all that stand on one axis. What does not
// meet its bar is bold.

import type { Figure } from "../measure/figures.ts"

/** The tables of one bench, as Markdown. */
export function resultTables(figures: readonly Figure[]): string {
  const single = figures.filter(({ at }) => at === null)
  const axes = new Set(figures.flatMap(({ at }) => (at ? [at.axis] : [])))
  const onAxes = Array.from(axes, (axis) =>
    axisTable(
      axis,
      figures.filter(({ at }) => at?.axis === axis),
    ),
  )
  return [...(single.length > 0 ? [singleTable(single)] : []), ...onAxes].join("\n\n")
}

function singleTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, unit, n, p50, p95 } = figure
    return [what, unit, `${n}`, emphasis(figure, `${p50}`), n > 1 ? emphasis(figure, `${p95}`) : "", barOf(figure)]
  })
  return table(["", "unit", "n", "p50", "p95", "bar"], rows)
}

/** Every cell is a p50, with the p95 in parentheses where there are several measurements. */
function axisTable(axis: string, figures: readonly Figure[]): string {
  const values = [...new Set(figures.flatMap(({ at }) => (at ? [at.value] : [])))].sort((one, other) => one - other)
  const names = new Set(figures.map(({ what }) => what))
  const rows = Array.from(names, (name) => {
    const row = figures.filter(({ what }) => what === name)
    const cells = values.map((value) => row.find(({ at }) => at?.value === value))
    const [first] = row
    return [name, first?.unit ?? "", `${first?.n ?? 0}`, ...cells.map(axisCell), first ? barOf(first) : ""]
  })
  return table(["", "unit", "n", ...values.map((value) => `${value} ${axis}`), "bar"], rows)
}

function axisCell(figure: Figure | undefined): string {
  if (!figure) return ""
  const { n, p50, p95 } = figure
  return emphasis(figure, n > 1 ? `${p50} (${p95})` : `${p50}`)
}

function emphasis({ met }: Figure, text: string): string {
  return met === false ? `**${text}**` : text
}

function barOf({ bar }: Figure): string {
  return bar ? `${bar.of} ≤ ${bar.atMost}` : ""
}

/** A Markdown table; all columns but the first two hold numbers. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = headings.map((_, column) => (column < 2 ? "---" : "--:"))
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}
