// What MLS costs as a group grows: join, removal and healing, each built, followed and judged, in this process.
//
//   npm run bench -- mls [--sizes 10,50,100,250] [--times 10] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../src/mls/suite.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { GrowingGroup } from "./mls/growing-group.ts"
import { stopwatchOn } from "./mls/stopwatch.ts"

const SUITES: readonly (readonly [string, SuiteName])[] = [
  ["release suite (X-Wing)", RELEASE_SUITE],
  ["fast suite (X25519)", FAST_SUITE],
]
const NOTES = [
  "In one process of Node, one operation at a time; a client's own code, without its worker and the network.",
  "Join: from the bytes of a group info to an installed epoch, with the group info for whoever comes next. Remove, heal: likewise.",
  "Receive: judge, follow and install somebody's commit. Judge: what the service does with a commit.",
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string", default: "10,50,100,250" },
    times: { type: "string", default: "10" },
    save: { type: "boolean", default: false },
  },
})
const sizes = flags.sizes.split(",").map(Number)
const progress = progressOn(process.stderr)
const run = new BenchRun("mls")
const figures: Figure[] = []
for (const [name, suite] of SUITES) {
  figures.push(...(await progress.step(name, (note) => measure(name, suite, note))))
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })

async function measure(name: string, suite: SuiteName, note: (line: string) => void): Promise<readonly Figure[]> {
  let times = new Map<string, number[]>()
  const group = await GrowingGroup.found(suite, (what, work) => stopwatchOn(times)(what, work))
  await group.growTo(3)
  await group.measure(3) // until the code is warm
  const found: Figure[] = []
  for (const members of sizes) {
    note(`growing to ${members} members`)
    await group.growTo(members - 3) // those two who follow, and who comes and goes
    note(`measuring with ${members} members`)
    times = new Map()
    await group.measure(Number(flags.times))
    for (const [what, samples] of times) {
      found.push(figure({ what: `${name}: ${what}`, unit: "ms", samples, at: { axis: "members", value: members } }))
    }
  }
  return found
}
