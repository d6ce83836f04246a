// One process of the service with many small meetings and one large one at once: what it holds in memory, what joins cost,
// whether those in small meetings notice that people come and go in the large one.
//
//   npm run bench -- scale [--meetings 1000] [--members 5] [--people 250] [--comings 100] [--save]

import { setTimeout as wait } from "node:timers/promises"
import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { RELEASE_SUITE } from "../src/mls/suite.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { Probe } from "./scale/probe.ts"
import { BenchMeeting } from "./service/bench-meeting.ts"
import { ServiceMeter } from "./service/service-meter.ts"

const AT_ONCE = 8
/** Until what the last joins left behind has been sent and collected. */
const QUIET_MS = 5000
/** In which nobody comes or goes. */
const CALM_MS = 20_000
/** As for every thread on which people wait. */
const LOOP_BAR_MS = 50

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    meetings: { type: "string", default: "1000" },
    members: { type: "string", default: "5" },
    people: { type: "string", default: "250" },
    comings: { type: "string", default: "100" },
    save: { type: "boolean", default: false },
  },
})
const [meetings, members, people, comings] = [flags.meetings, flags.members, flags.people, flags.comings].map(Number)
if (!meetings || !members || !people || !comings) throw new TypeError("expected numbers above zero")
const NOTES = [
  "One service alone in a process, without limits and without an SFU; release suite (X-Wing); its clients in another process.",
  "Members prove the link, join, stay connected and acknowledge each epoch, but do not follow it: clients share the machine.",
  `Memory is what the service holds resident, ${QUIET_MS / 1000} s after the last join; CPU is the service's, of all its threads.`,
  "Joins a second are those of the whole run, clients included, so the service can do no less.",
  `A coming in the large meeting: somebody returns in place of their leaf, a commit of ${people} people pushed to all of them.`,
  `A small meeting's commit: from its handing in to its outcome, at a thread of its own with ${members} members.`,
  "Event loop: how much later than due the service's thread came to its next work, sampled every 10 ms.",
]
const progress = progressOn(process.stderr)
const run = new BenchRun("scale")
const figures: Figure[] = []
const all: BenchMeeting[] = []
{
  await using meter = await ServiceMeter.start(RELEASE_SUITE)
  figures.push(figure({ what: "memory without meetings", unit: "MB", samples: [await meter.memoryMb()] }))
  await progress.step(`${meetings} meetings of ${members}`, (note) => gatherSmall(meter, note))
  const large = await progress.step(`a meeting of ${people}`, (note) => gatherLarge(meter, note))
  const probe = await Probe.start({ place: meter.place, members })
  await progress.step("nobody comes or goes", () => measure(meter, probe, "nobody comes or goes"))
  await progress.step(`${comings} come back`, () => measure(meter, probe, "people come and go", large))
  await wait(QUIET_MS)
  figures.push(figure({ what: "memory after all of it", unit: "MB", samples: [await meter.memoryMb()] }))
  await probe.end()
  for (const meeting of all) meeting.close()
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })

async function gatherSmall(meter: ServiceMeter, note: (line: string) => void): Promise<void> {
  const beganAt = performance.now()
  const missing = Array.from({ length: meetings ?? 0 }, (_, number) => number)
  const cpuMs = await meter.cpuMs(() =>
    Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (missing.pop() !== undefined) {
          // oxlint-disable-next-line no-await-in-loop -- eight meetings at once, and one join after the other in each
          all.push(await gather(meter, members ?? 0))
          note(`${all.length} meetings`)
        }
      }),
    ),
  )
  const joins = (meetings ?? 0) * (members ?? 0)
  const perSecond = joins / ((performance.now() - beganAt) / 1000)
  await wait(QUIET_MS)
  const what = `${meetings} meetings of ${members}`
  figures.push(
    figure({ what: `${what}: joins, each with its proof of the link`, unit: "a second", samples: [perSecond] }),
    figure({ what: `${what}: CPU of a join`, unit: "ms", samples: [cpuMs / joins] }),
    figure({ what: `${what}: memory`, unit: "MB", samples: [await meter.memoryMb()] }),
  )
}

async function gatherLarge(meter: ServiceMeter, note: (line: string) => void): Promise<BenchMeeting> {
  const large = await gather(meter, people ?? 0, note)
  all.push(large)
  await wait(QUIET_MS)
  figures.push(figure({ what: `and one of ${people}: memory`, unit: "MB", samples: [await meter.memoryMb()] }))
  return large
}

async function gather(
  { place }: ServiceMeter,
  count: number,
  note: (line: string) => void = () => undefined,
): Promise<BenchMeeting> {
  const meeting = await BenchMeeting.create(place)
  while (meeting.members < count) {
    // oxlint-disable-next-line no-await-in-loop -- as they stand in the queue
    await meeting.join()
    note(`${meeting.members} members`)
  }
  return meeting
}

/** What the service costs, and how small meetings fare, while people come back to a large one, or for a while. */
async function measure(meter: ServiceMeter, probe: Probe, when: string, large?: BenchMeeting): Promise<void> {
  const cpuMs: number[] = []
  const commitMs: number[] = []
  const work = async (): Promise<void> => {
    if (!large) return wait(CALM_MS)
    for (let count = 0; count < (comings ?? 0); count++) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      cpuMs.push(await meter.cpuMs(async () => commitMs.push((await large.comeBack()).commitMs)))
    }
  }
  await meter.loopDelay() // from now on
  const beganAt = performance.now()
  let samples: readonly number[] = []
  const inAllMs = await meter.cpuMs(async () => {
    samples = await probe.during(work)
  })
  const share = (100 * inAllMs) / (performance.now() - beganAt)
  const { p50, p99, max } = await meter.loopDelay()
  const bar = { of: "max", atMost: LOOP_BAR_MS } as const
  figures.push(
    figure({ what: `${when}: CPU of the service`, unit: "% of a core", samples: [share] }),
    figure({ what: `${when}: a small meeting's commit`, unit: "ms", samples }),
    figure({ what: `${when}: the event loop is late, p50`, unit: "ms", samples: [p50] }),
    figure({ what: `${when}: the event loop is late, p99`, unit: "ms", samples: [p99], bar }),
    figure({ what: `${when}: the event loop is late, at most`, unit: "ms", samples: [max] }),
  )
  if (!large) return
  figures.push(
    figure({ what: `${when}: CPU of a coming to the large meeting`, unit: "ms", samples: cpuMs }),
    figure({ what: `${when}: its commit, from handing in to outcome`, unit: "ms", samples: commitMs }),
  )
}
