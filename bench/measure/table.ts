// Figures as a Markdown table that also reads well in a terminal.

import type { Figure } from "./figures.ts"

const HEADINGS = ["what", "at", "unit", "n", "p50", "p95", "min", "max", "bar", ""] as const
const TEXT_COLUMNS = 3

/** The table's lines. */
export function figureTable(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map((figure) => [
    figure.what,
    figure.at ? `${figure.at.value} ${figure.at.axis}` : "",
    figure.unit,
    String(figure.n),
    ...[figure.p50, figure.p95, figure.min, figure.max].map(String),
    figure.bar ? `${figure.bar.of} ≤ ${figure.bar.atMost}` : "",
    verdictOn(figure),
  ])
  const all = [HEADINGS, ...rows]
  const widths = HEADINGS.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(" | ")} |`
  const rule = widths.map((width, column) => "-".repeat(width - 1) + (column < TEXT_COLUMNS ? "-" : ":"))
  return [line(HEADINGS), line(rule), ...rows.map(line)]
}

function verdictOn({ met }: Figure): string {
  if (met === null) return ""
  return met ? "met" : "**not met**"
}

function pad(cell: string, width: number, column: number): string {
  return column < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width)
}
