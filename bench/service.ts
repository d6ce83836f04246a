// What the delivery service costs: memory of idle meetings, joins and proofs of the password, growth with the members of
// one meeting. The service is a process of its own; the clients are in this one.
//
//   npm run bench -- service [--meetings 1000] [--members 1,2,10,50,100,250] [--save]

import { setTimeout as delay } from "node:timers/promises"
import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../src/mls/suite.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { BenchMeeting } from "./service/bench-meeting.ts"
import { proveWrongly } from "./service/proofs.ts"
import { ServiceMeter } from "./service/service-meter.ts"

const IDLE_MB = 200
const AT_ONCE = 8
const PROOFS = 50
/** Joins that are measured at a number of members: the last before it, as far as there are so many. */
const AVERAGED = 5
/** Until what the last joins left behind has been sent and collected. */
const QUIET_MS = 3000
const SUITES: readonly (readonly [string, SuiteName])[] = [
  ["release suite (X-Wing)", RELEASE_SUITE],
  ["fast suite (X25519)", FAST_SUITE],
]
const NOTES = [
  "The service alone in a process, without limits and without an SFU; its clients in another process of the same machine.",
  "An idle meeting was created by its host, and one member founded its group (release suite) and stays connected.",
  `Memory is what the process holds resident, ${QUIET_MS / 1000} s after the last join; nobody asks it to collect garbage.`,
  "CPU is that of the service; the rates are those of the whole run, clients included, so the service can do no less.",
  "Members acknowledge each epoch but do not follow it, so that the time of a join is that of service and newcomer.",
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    meetings: { type: "string", default: "1000" },
    members: { type: "string", default: "1,2,10,50,100,250" },
    save: { type: "boolean", default: false },
  },
})
const progress = progressOn(process.stderr)
const run = new BenchRun("service")
const figures = [
  ...(await progress.step("proofs of the password", proofs)),
  ...(await progress.step("idle meetings", (note) => idleMeetings(Number(flags.meetings), note))),
]
for (const [name, suite] of SUITES) {
  figures.push(...(await progress.step(`growth, ${name}`, (note) => growth(name, suite, note))))
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES })

async function proofs(): Promise<readonly Figure[]> {
  await using meter = await ServiceMeter.start(RELEASE_SUITE)
  const { host } = meter.place
  await proveWrongly(host, AT_ONCE, 5) // until the code is warm
  const start = performance.now()
  const cpuMs = await meter.cpuMs(() => proveWrongly(host, AT_ONCE, PROOFS))
  const count = AT_ONCE * PROOFS
  const perSecond = count / ((performance.now() - start) / 1000)
  return [
    figure({ what: "proofs of the password", unit: "a second", samples: [perSecond] }),
    figure({ what: "CPU of a proof, with its challenge", unit: "ms", samples: [cpuMs / count] }),
  ]
}

async function idleMeetings(count: number, note: (line: string) => void): Promise<readonly Figure[]> {
  await using meter = await ServiceMeter.start(RELEASE_SUITE)
  const meetings: BenchMeeting[] = []
  const empty = await meter.memoryMb()
  const start = performance.now()
  const cpuMs = await meter.cpuMs(async () => {
    while (meetings.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - meetings.length) }, async () => {
        const meeting = await BenchMeeting.create(meter.place)
        await meeting.join()
        return meeting
      })
      meetings.push(...(await Promise.all(some)))
      note(`${meetings.length} meetings, ${(await meter.memoryMb()).toFixed(0)} MB`)
    }
  })
  const perSecond = count / ((performance.now() - start) / 1000)
  await delay(QUIET_MS)
  const memory = await meter.memoryMb()
  for (const meeting of meetings) meeting.close()
  return [
    figure({ what: "memory without meetings", unit: "MB", samples: [empty] }),
    figure({
      what: `memory with ${count} idle meetings`,
      unit: "MB",
      samples: [memory],
      ...(count >= 1000 ? { bar: { of: "max", atMost: IDLE_MB } } : {}),
    }),
    figure({ what: "memory of an idle meeting", unit: "kB", samples: [((memory - empty) * 1000) / count] }),
    figure({ what: "CPU of a meeting: created, proven, founded", unit: "ms", samples: [cpuMs / count] }),
    figure({ what: "meetings created and founded", unit: "a second", samples: [perSecond] }),
  ]
}

async function growth(name: string, suite: SuiteName, note: (line: string) => void): Promise<readonly Figure[]> {
  await using meter = await ServiceMeter.start(suite)
  const meeting = await BenchMeeting.create(meter.place)
  const found: Figure[] = []
  for (const members of flags.members.split(",").map(Number)) {
    const at = { axis: "members", value: members }
    const cpuMs: number[] = []
    const joinMs: number[] = []
    while (meeting.members < members) {
      cpuMs.push(await meter.cpuMs(async () => joinMs.push((await meeting.join()).joinMs)))
      note(`${meeting.members} members`)
    }
    await delay(QUIET_MS)
    found.push(
      figure({ what: `${name}: CPU of a join`, unit: "ms", samples: cpuMs.slice(-AVERAGED), at }),
      figure({ what: `${name}: join, from the link to its outcome`, unit: "ms", samples: joinMs.slice(-AVERAGED), at }),
      figure({ what: `${name}: memory`, unit: "MB", samples: [await meter.memoryMb()], at }),
    )
  }
  meeting.close()
  return found
}
