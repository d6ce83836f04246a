// What MLS costs as a group grows: join, removal and healing, each built, followed and judged, in this process; and how
// that stands against the library as it is published, in turns, in this process and in Chromium.
//
//   npm run bench -- mls [--sizes 4,10,50,100,250] [--times 10] [--in Node,Chromium] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../src/mls/suite.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { contestFigures } from "./mls/contest-figures.ts"
import { GrowingGroup } from "./mls/growing-group.ts"
import { type Stage, STAGES } from "./mls/stages.ts"
import { stopwatchOn } from "./mls/stopwatch.ts"

const SUITES: readonly (readonly [string, SuiteName])[] = [
  ["release suite (X-Wing)", RELEASE_SUITE],
  ["fast suite (X25519)", FAST_SUITE],
]
const NOTES = [
  "In one process of Node, one operation at a time; a client's own code, without its worker and the network.",
  "Join: from the bytes of a group info to an installed epoch, with the group info for whoever comes next. Remove, heal: likewise.",
  "Receive: judge, follow and install somebody's commit. Judge: what the service does with a commit.",
  "Against the library: the same operation in the same group by ts-mls and its own X-Wing, in turns; ratios are taken within each race.",
  "There join is from the bytes of a group info to the commit, receive from a commit to the next state, our policy included.",
  "The library verifies the same credentials, as its authentication service, but has no policy.",
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string", default: "4,10,50,100,250" },
    times: { type: "string", default: "10" },
    in: { type: "string", default: "Node,Chromium" },
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
let versions = {}
for (const stage of STAGES.filter(({ name }) => flags.in.split(",").includes(name))) {
  const raced = await progress.step(`against the library, in ${stage.name}`, () => race(stage))
  figures.push(...raced.figures)
  versions = { ...versions, ...raced.versions }
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES, versions })

async function race(stage: Stage) {
  const { laps, versions } = await stage.run({ suite: RELEASE_SUITE, sizes, rounds: Number(flags.times) })
  return { figures: sizes.flatMap((members, at) => contestFigures(stage.name, members, laps[at] ?? [])), versions }
}

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
