// Two plots: every bar as the share of it that was used, and how a line of figures grows along its axis.

import type { Figure } from "../measure/figures.ts"
import type { Result } from "../measure/results.ts"
import { COLOURS, FAINT, INK, line, picture, polyline, rectangle, text } from "./svg.ts"

const WIDTH = 900
const ROW = 22
const TOP = 56
const LABELS = 470
const BAR_WIDTH = 260
/** The scale of the bars ends here; what is longer is cut, and says its number. */
const MAX_SHARE = 2

interface Share {
  readonly label: string
  readonly share: number
}

/** One row for each `what` that has a bar: the worst of its figures. */
export function barPlot(results: readonly Result[]): string {
  const rows = results.flatMap(({ bench, figures }) => shares(bench, figures))
  const height = TOP + rows.length * ROW + 20
  const marks = [0, 0.5, 1, 1.5, 2].flatMap((share) => [
    line([scale(share), TOP - 8], [scale(share), height - 14], share === 1 ? INK : FAINT),
    text(scale(share), TOP - 14, `${share * 100} %`, { anchor: "middle" }),
  ])
  const bars = rows.flatMap(({ label, share }, index) => {
    const y = TOP + index * ROW
    const [colour, verdict] = share <= 1 ? [COLOURS[0], ""] : [COLOURS[1], " (not met)"]
    return [
      text(LABELS - 10, y + 12, label, { anchor: "end" }),
      rectangle(LABELS, y, scale(share) - LABELS, ROW - 6, colour),
      text(scale(share) + 6, y + 12, `${Math.round(share * 100)} %${verdict}`),
    ]
  })
  return picture(WIDTH, height, [
    text(12, 22, "What of each bar was used: left of 100 % it is met", { weight: "bold" }),
    ...marks,
    ...bars,
  ])
}

function scale(share: number): number {
  return LABELS + (Math.min(share, MAX_SHARE) / MAX_SHARE) * BAR_WIDTH
}

function shares(bench: string, figures: readonly Figure[]): readonly Share[] {
  const worst = new Map<string, number>()
  for (const { what, bar, ...numbers } of figures) {
    if (!bar) continue
    const label = `${bench}: ${what}`
    worst.set(label, Math.max(worst.get(label) ?? 0, numbers[bar.of] / bar.atMost))
  }
  return Array.from(worst, ([label, share]) => ({ label, share }))
}

const PLOT = { left: 60, right: 620, top: 48, bottom: 340 } as const
/** At least as wide as a letter is on average. */
const LETTER = 6.5

/** The p50 of figures on one axis, a line for each `what`; throws RangeError where there is nothing to draw. */
export function growthPlot(title: string, figures: readonly Figure[]): string {
  const points = figures.flatMap(({ what, p50, at, unit }) =>
    at ? [{ what, x: at.value, y: p50, axis: at.axis, unit }] : [],
  )
  const [first] = points
  if (!first) throw new RangeError("no figure stands on an axis")
  const [maxX, maxY] = [Math.max(...points.map(({ x }) => x)), niceAbove(Math.max(...points.map(({ y }) => y)))]
  const left = (x: number): number => PLOT.left + (x / maxX) * (PLOT.right - PLOT.left)
  const top = (y: number): number => PLOT.bottom - (y / maxY) * (PLOT.bottom - PLOT.top)
  const names = [...new Set(points.map(({ what }) => what))]
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    line([PLOT.left, top(part * maxY)], [PLOT.right, top(part * maxY)], FAINT),
    text(PLOT.left - 8, top(part * maxY) + 4, `${part * maxY}`, { anchor: "end" }),
  ])
  const places = [...new Set(points.map(({ x }) => x))].map((x) =>
    text(left(x), PLOT.bottom + 18, `${x}`, { anchor: "middle" }),
  )
  const lines = names.flatMap((name, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? INK
    const y = PLOT.top + 10 + index * 20
    return [
      polyline(
        points.filter(({ what }) => what === name).map(({ x, y }) => [left(x), top(y)]),
        colour,
      ),
      rectangle(PLOT.right + 20, y - 9, 14, 10, colour),
      text(PLOT.right + 40, y, name),
    ]
  })
  const axis = text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 38, first.axis, { anchor: "middle" })
  const heading = text(12, 22, `${title}, ${first.unit}`, { weight: "bold" })
  const width = Math.max(WIDTH, PLOT.right + 52 + Math.ceil(LETTER * Math.max(...names.map(({ length }) => length))))
  return picture(width, PLOT.bottom + 52, [heading, ...ticks, ...places, axis, ...lines])
}

/** The next of 1, 2, 4, 8 times a power of ten: a quarter of it is a round number. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 4, 8].find((step) => step * power >= value) ?? 10) * power
}
