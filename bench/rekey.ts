// How long it takes until nobody sends under a key that a leaver has: from the leaver's click to the last sender's
// switch, with 2 to 250 people; frames of sound that are lost meanwhile to those who stay; the same from a host's order
// to remove somebody, of 10 people; and how long fifty and a hundred people need to get in.
// Run: npm run bench -- rekey [--leaves 20] [--people 2,10,50,100] [--among 100,250] [--whole 25] [--removals 20] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { gatherAmong, gatherInNode, gatherWithBrowsers, gatherWithHost, type Opened } from "./rekey/gatherings.ts"
import { measureLeaves } from "./rekey/leaves.ts"
import { measureRemovals } from "./rekey/removals.ts"

const BROWSERS = 2
/** Only this many people include browsers. */
const MIXED = 10
const CROWD = 50
const CROWD_WITHIN_MS = 5000
const CROWD_BAR_MS = 15_000
/** All of them whole clients of this one machine, which follows for each in turn: no bar. */
const MANY = 100
const LOST_BAR = 5
const HOSTED = 10
const REKEY_BAR_MS: Readonly<Record<number, number>> = { [MIXED]: 500, [CROWD]: 1000 }
const AMONG_BAR_MS = 1000

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    leaves: { type: "string", default: "20" },
    people: { type: "string", default: `2,${MIXED},${CROWD},${MANY}` },
    among: { type: "string", default: "100,250" },
    whole: { type: "string", default: "25" },
    removals: { type: "string", default: "20" },
    save: { type: "boolean", default: false },
  },
})

const NOTES = [
  `2, ${CROWD} and ${MANY} people: whole clients in one Node process, which is also their SFU; the service in another process`,
  `${MIXED} people: ${BROWSERS} Chromium with the extension at a real SFU, ${MIXED - BROWSERS} whole clients in Node whose media does not pass that SFU`,
  `${flags.whole} among many: so many whole clients, the committer among them; the others are members at the service, of another thread, who ` +
    "acknowledge each epoch and do not follow it, so that this machine does the work of the service and of some, not of all",
  `removals: ${HOSTED} whole clients in one Node process; two commits each, the first of which closes the meeting to the link`,
  "release suite (X-Wing); all on this one machine, so what fifty machines would do at once happens one after the other",
  "lost: most Opus frames in a row that were sealed and did not open, over all pairs of those who stayed",
]

const run = new BenchRun("rekey")
const progress = progressOn(process.stderr)
const figures: Figure[] = []
for (const people of numbers(flags.people)) figures.push(...(await measure(people)))
for (const people of numbers(flags.among)) figures.push(...(await measureAmong(people, Number(flags.whole))))
if (Number(flags.removals) > 0) figures.push(await measureOrders(Number(flags.removals)))
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })

function numbers(flag: string): readonly number[] {
  return flag.split(",").filter(Boolean).map(Number)
}

async function measure(people: number): Promise<readonly Figure[]> {
  await using gathering = await progress.step(`${people} people come together`, () => gather(people))
  const leaves = Number(flags.leaves)
  const measured = await progress.step(`${leaves} leave and return`, () => measureLeaves(gathering, leaves))
  const at = { axis: "people", value: people } as const
  const rekeyBar = REKEY_BAR_MS[people]
  const bar = rekeyBar === undefined ? null : ({ of: "p95", atMost: rekeyBar } as const)
  const rekey = figure({ what: "leave → last sender on the new key", unit: "ms", samples: measured.rekeyMs, at, bar })
  // One thread follows for a hundred in turn, and that of sound waits for it: a bar would be this machine's.
  const lostBar = people === MANY ? null : ({ of: "max", atMost: LOST_BAR } as const)
  const lost = [
    ["frames lost in a row at a leave", measured.lostAtLeave],
    ["frames lost in a row at a join", measured.lostAtJoin],
  ] as const
  return [
    rekey,
    ...lost.flatMap(([what, samples]) =>
      samples.length === 0 ? [] : [figure({ what, unit: "frames", samples, at, bar: lostBar })],
    ),
    ...(people === CROWD || people === MANY ? crowdFigures(gathering, people) : []),
  ]
}

async function measureAmong(people: number, whole: number): Promise<readonly Figure[]> {
  await using gathering = await progress.step(`${whole} people come together among ${people}`, (note) =>
    gatherAmong(whole, people, note),
  )
  const leaves = Number(flags.leaves)
  const { rekeyMs, returnMs } = await progress.step(`${leaves} leave and return`, () =>
    measureLeaves(gathering, leaves),
  )
  const at = { axis: "people", value: people } as const
  const bar = { of: "p95", atMost: AMONG_BAR_MS } as const
  const title = `${whole} whole clients among many`
  return [
    figure({ what: `${title}: leave → last of them on the new key`, unit: "ms", samples: rekeyMs, at, bar }),
    figure({ what: `${title}: each from the click to being in`, unit: "ms", samples: returnMs, at }),
  ]
}

async function measureOrders(removals: number): Promise<Figure> {
  await using gathering = await progress.step(`${HOSTED} people and a host among them`, () => gatherWithHost(HOSTED))
  const samples = await progress.step(`${removals} are removed`, () => measureRemovals(gathering, removals))
  const bar = { of: "p95", atMost: REKEY_BAR_MS[HOSTED] ?? 0 } as const
  const at = { axis: "people", value: HOSTED } as const
  return figure({ what: "host's order to remove → last sender on the new key", unit: "ms", samples, at, bar })
}

function gather(people: number): Promise<Opened> {
  if (people === MIXED) return gatherWithBrowsers(people - BROWSERS, progress)
  return gatherInNode(people, people === CROWD ? CROWD_WITHIN_MS : 0)
}

function crowdFigures({ crowd }: Opened, people: number): readonly Figure[] {
  const isBarred = people === CROWD
  const what = `${people} people click ${isBarred ? `within ${CROWD_WITHIN_MS / 1000} s` : "at once"} → all in`
  const bar = isBarred ? ({ of: "max", atMost: CROWD_BAR_MS } as const) : null
  return [
    figure({ what, unit: "ms", samples: [crowd.allInMs], bar }),
    figure({ what: `… each of the ${people} from the click to being in`, unit: "ms", samples: crowd.joinMs }),
  ]
}
