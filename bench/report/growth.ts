// How figures grow with the people in a meeting: which of them are drawn together, and the table of how much they grow.

import type { Figure } from "../measure/figures.ts"
import type { Result } from "../measure/results.ts"
import { growthPlot } from "./plots.ts"
import { table } from "./tables.ts"

/** A line through fewer places says nothing of how it goes on. */
const FEWEST_PLACES = 3

interface Curves {
  /** Of the picture's file. */
  readonly name: string
  readonly title: string
  readonly bench: string
  readonly unit: string
  /** Which figures are lines of it, and what those are called: the first group, of the whole name. */
  readonly lines: RegExp
}

const CURVES: readonly Curves[] = [
  {
    name: "mls",
    title: "MLS with X-Wing in Node",
    bench: "mls",
    unit: "ms",
    lines: /^release suite \(X-Wing\): (.+)$/,
  },
  {
    name: "mls-chromium",
    title: "MLS with X-Wing in Chromium",
    bench: "mls",
    unit: "ms",
    lines: /^Chromium, X-Wing: (.+): Wardroom$/,
  },
  {
    name: "rekey",
    title: "Changing the keys",
    bench: "rekey",
    unit: "ms",
    lines: /^(.+ → last sender on the new key)$/,
  },
  {
    name: "traffic-member",
    title: "What each member sends and gets besides media",
    bench: "traffic",
    unit: "kB",
    lines: /^(.+: (?:bytes of packets that a member gets|a member's bytes at the service))$/,
  },
  {
    name: "traffic-packets",
    title: "Packets that each member gets besides media",
    bench: "traffic",
    unit: "packets",
    lines: /^(.+: packets that a member gets)$/,
  },
  {
    name: "traffic-service",
    title: "What the service sends and gets, and a newcomer",
    bench: "traffic",
    unit: "kB",
    lines: /^(.+: (?:the service's bytes in all|their bytes at the service))$/,
  },
  {
    name: "service-join",
    title: "A join at the service, with X-Wing",
    bench: "service",
    unit: "ms",
    lines: /^release suite \(X-Wing\): (.+)$/,
  },
  {
    name: "service-memory",
    title: "Memory of the service with one meeting",
    bench: "service",
    unit: "MB",
    lines: /^(.+: memory)$/,
  },
]

/** One picture: what is drawn in it, and its file's name without what all have in common. */
export interface Growth {
  readonly name: string
  readonly title: string
  /** Of at least three places each, and called as they are in the picture. */
  readonly figures: readonly Figure[]
}

/** Every picture for which there are figures. */
export function growths(results: readonly Result[]): readonly Growth[] {
  return CURVES.map(({ name, title, bench, unit, lines }) => {
    const measured = results.find((result) => result.bench === bench)?.figures ?? []
    const drawn = measured.flatMap((figure) => {
      const label = lines.exec(figure.what)?.[1]
      return label === undefined || figure.unit !== unit || !figure.at ? [] : [{ ...figure, what: label }]
    })
    const places = (what: string): number => new Set(drawn.flatMap((f) => (f.what === what ? [f.at?.value] : []))).size
    return { name, title, figures: drawn.filter(({ what }) => places(what) >= FEWEST_PLACES) }
  }).filter(({ figures }) => figures.length > 0)
}

export function drawGrowth({ title, figures }: Growth): string {
  return growthPlot(`${title}, p50`, figures)
}

/** Every line of every picture at its first and its last place, and how often the one is in the other. */
export function growthTable(pictures: readonly Growth[]): string {
  const rows = pictures.flatMap(({ title, figures }) =>
    [...new Set(figures.map(({ what }) => what))].map((what) => {
      const line = figures.filter((figure) => figure.what === what)
      const places = line.flatMap(({ at, p50, unit }) => (at ? [{ ...at, p50, unit }] : []))
      const inOrder = places.toSorted((one, other) => one.value - other.value)
      const [first, last] = [inOrder.at(0), inOrder.at(-1)]
      if (!first || !last) throw new RangeError("a line without a place")
      const at = (place: typeof first): string => `${place.p50} ${place.unit} at ${place.value}`
      return [`${title}: ${what}`, at(first), at(last), times(first.p50, last.p50), times(first.value, last.value)]
    }),
  )
  return table(["", "at the fewest", "at the most", "grew", "people grew"], rows)
}

function times(from: number, to: number): string {
  return from === 0 ? "" : `× ${Number((to / from).toPrecision(2))}`
}
