// What a contest comes to: both contestants' times, and the ratio, which is taken within each race.

import { type Figure, figure } from "../measure/figures.ts"
import { type Lap, type Operation, OPERATIONS } from "./contest.ts"
import type { Stage } from "./stages.ts"

/** Where the bars stand. */
const BAR_STAGE = "Chromium"
const BAR_MEMBERS = 100
const BARS: ReadonlyMap<Operation, number> = new Map([
  ["join", 0.4],
  ["receive a join", 0.15],
  ["receive a heal", 0.15],
  ["receive a removal", 0.15],
])

/** Figures of one stage at one size of the group. */
export function contestFigures(stage: Stage["name"], members: number, laps: readonly Lap[]): readonly Figure[] {
  return OPERATIONS.flatMap((operation) => {
    const raced = laps.filter((lap) => lap.operation === operation)
    const what = `${stage}, X-Wing: ${operation}`
    const at = { axis: "members", value: members }
    const ratio = {
      what: `${what}: against the library`,
      unit: "×",
      samples: raced.map((lap) => lap.ours / lap.library),
    }
    const atMost = stage === BAR_STAGE && members === BAR_MEMBERS ? BARS.get(operation) : undefined
    const barred = atMost === undefined ? [] : [figure({ ...ratio, ...barAt(ratio.what, members, atMost) })]
    return [
      figure({ what: `${what}: Wardroom`, unit: "ms", samples: raced.map(({ ours }) => ours), at }),
      figure({ what: `${what}: the library`, unit: "ms", samples: raced.map(({ library }) => library), at }),
      figure({ ...ratio, at }),
      ...barred,
    ]
  })
}

/** A figure of its own, since a bar is not one for every size. */
function barAt(what: string, members: number, atMost: number) {
  return { what: `${what}, ${members} members`, bar: { of: "p50" as const, atMost } }
}
