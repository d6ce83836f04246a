// The longest task of a thread, by the clock and by what the thread ran in it.

import { type Figure, figure, type Measured } from "./figures.ts"
import type { ThreadTasks } from "./task-trace.ts"

/** Two figures of `traces`: on a machine that does more than it can, the clock mostly tells how long a thread waited. */
export function longestTasks(
  what: string,
  traces: readonly ThreadTasks[],
  held: Pick<Measured, "at" | "bar">,
): readonly Figure[] {
  const longest = (of: keyof ThreadTasks) => traces.map((tasks) => Math.max(0, ...tasks[of]))
  return [
    figure({ ...held, what, unit: "ms", samples: longest("wallMs") }),
    figure({ ...held, what: `${what}, run`, unit: "ms", samples: longest("ranMs") }),
  ]
}
