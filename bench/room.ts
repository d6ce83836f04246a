// A full room: three browsers that see, hear and speak, one of which shows a page, among whole clients in Node. How fast it
// fills; then some minutes in which nobody comes or goes, and more in which people do.
//
//   npm run bench -- room [--people 100] [--minutes 10] [--save]

import { setTimeout as delay } from "node:timers/promises"
import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { LIVEKIT_VERSION } from "../scripts/toolchain/livekit.ts"
import { type Figure, figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { longestTasks } from "./measure/longest-tasks.ts"
import { TaskTrace, type ThreadTasks } from "./measure/task-trace.ts"
import { Comings } from "./room/comings.ts"
import { openRoom, type Room } from "./room/room.ts"
import { cores, heapMb, look, type Moment, slope } from "./room/watch.ts"

const MINUTE_MS = 60_000
/** Enough to know what a browser takes while nobody comes or goes. */
const MAX_CALM_MINUTES = 3
const CHANGES_A_MINUTE = 4
/** Longer than any frame is held for its epoch. */
const HELD_MS = 1000
/** Some changes take as long. */
const QUIET_MS = 5000
const LOST_BAR = 5
const TASK_BAR_MS = 50
const MARK = "wardroom-bench-room"
const GROWTH = "growth of memory while people come and go"

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: "string", default: "100" },
    minutes: { type: "string", default: "10" },
    save: { type: "boolean", default: false },
  },
})
const [people, minutes] = [Number(flags.people), Number(flags.minutes)]
if (!Number.isInteger(people) || people < 5) throw new RangeError('"people" must be at least 5')
if (!Number.isInteger(minutes) || minutes < 1) throw new RangeError('"minutes" must be a positive integer')
const calmMinutes = Math.min(minutes, MAX_CALM_MINUTES)

const run = new BenchRun("room")
const progress = progressOn(process.stderr)
await using room = await openRoom(people, progress)
const comings = new Comings(room)
const calm = await progress.step("minutes in which nobody comes or goes", (note) =>
  watchMinutes("calm", calmMinutes, note),
)
const lively = await progress.step("minutes of comings and goings", (note) => watchMinutes("lively", minutes, note))
await run.publish([...filling(room), ...described()], {
  keep: flags.save ? "save" : "print",
  notes: [
    `${people} people: 3 Chromium with the extension, cameras and microphones at a real SFU, one of them showing a page; the others whole clients in one Node process, whose media does not pass that SFU.`,
    `${calmMinutes} minutes without changes, then ${minutes} with ${CHANGES_A_MINUTE / 2} joins and ${CHANGES_A_MINUTE / 2} leaves a minute; release suite (X-Wing); all on this one machine.`,
    "Sound lost: Opus frames that came and did not open, from just before a change until all follow it.",
    "Longest task: of the thread that a browser's tab and its engine share, over one change in each minute, or over five seconds of a quiet one, by the browser's trace: its time, and how much of it the thread ran; the rest it waited for a processor.",
    "Once all are in, the clients in Node let browsers, service and SFU go first (niceness 10): they stand for machines of their own.",
    "Memory: what JavaScript of tab and engine holds after a collection, once a minute; its slope by least squares.",
  ],
  versions: { chromium: room.chromium, "livekit-server": LIVEKIT_VERSION },
})

interface Watched {
  /** By browser: at the beginning and at the end. */
  readonly spans: readonly { readonly from: Moment; readonly to: Moment }[]
  /** By browser and change. */
  readonly lost: readonly number[]
  /** Of one change, or of some quiet seconds, in each minute. */
  readonly tasks: readonly ThreadTasks[]
  /** By browser: the slope of its heap, in MB a minute. */
  readonly heapSlopes: readonly number[]
}

async function watchMinutes(kind: "calm" | "lively", count: number, note: (what: string) => void): Promise<Watched> {
  const { browsers } = room
  const heaps: number[][] = browsers.map(() => [])
  const [lost, tasks]: [number[], ThreadTasks[]] = [[], []]
  const from = await lookAtAll()
  for (let minute = 0; minute < count; minute++) {
    note(`${minute + 1} of ${count}`)
    const endsAtMs = performance.now() + MINUTE_MS
    const held = await Promise.all(browsers.map(({ person }) => heapMb(person)))
    held.forEach((megabytes, index) => heaps[index]?.push(megabytes))
    if (kind === "calm") tasks.push(await tasksOver(() => delay(QUIET_MS)))
    else {
      tasks.push(await tasksOver(async () => void lost.push(...(await lostAtChange()))))
      for (let change = 1; change < CHANGES_A_MINUTE; change++) {
        await delay(Math.max(0, endsAtMs - performance.now()) / (CHANGES_A_MINUTE - change + 1))
        lost.push(...(await lostAtChange()))
      }
    }
    await delay(Math.max(0, endsAtMs - performance.now()))
  }
  const to = await lookAtAll()
  const spans = from.flatMap((moment, index) => {
    const end = to[index]
    return end ? [{ from: moment, to: end }] : []
  })
  return { spans, lost, tasks, heapSlopes: heaps.map(slope) }
}

/** Frames of sound that each browser lost over one change, from just before it until all follow it. */
async function lostAtChange(): Promise<readonly number[]> {
  const before = await lookAtAll()
  await comings.next()
  await delay(HELD_MS)
  const after = await lookAtAll()
  return after.map(({ soundRefused }, index) => soundRefused - (before[index]?.soundRefused ?? 0))
}

function lookAtAll(): Promise<readonly Moment[]> {
  return Promise.all(room.browsers.map(look))
}

/** In the first browser. */
async function tasksOver(change: () => Promise<void>): Promise<ThreadTasks> {
  const [first] = room.browsers
  const browser = first?.person.context.browser()
  if (!first || !browser) throw new RangeError("no browser is there")
  const trace = await TaskTrace.begin(browser)
  await first.person.page.evaluate((mark) => void performance.mark(mark), MARK)
  await change()
  return trace.end(MARK)
}

function filling({ crowd }: Room): readonly Figure[] {
  const at = { axis: "people", value: people } as const
  return [
    figure({ what: "all click at once → all in", unit: "s", samples: [crowd.allInMs / 1000], at }),
    figure({ what: "… each from the click to being in", unit: "s", samples: crowd.joinMs.map((ms) => ms / 1000), at }),
  ]
}

function described(): readonly Figure[] {
  const at = { axis: "people", value: people } as const
  const [still, moving] = [calm, lively].map(({ spans }) => spans.map(({ from, to }) => cores(from, to)))
  if (!still || !moving) throw new TypeError("two halves are watched")
  const ratios = moving.map((used, index) => used / (still[index] ?? NaN))
  return [
    figure({
      what: "sound lost at a change",
      unit: "frames",
      samples: lively.lost,
      at,
      bar: { of: "max", atMost: LOST_BAR },
    }),
    ...longestTasks("longest task of a change", lively.tasks, { at, bar: { of: "max", atMost: TASK_BAR_MS } }),
    ...longestTasks("longest task while nobody comes or goes", calm.tasks, { at }),
    figure({ what: "a browser while nobody comes or goes", unit: "cores", samples: still, at }),
    figure({ what: "a browser while people come and go", unit: "cores", samples: moving, at }),
    figure({ what: "… to that of the quiet room", unit: "×", samples: ratios, at }),
    ...(minutes > 2 ? [figure({ what: GROWTH, unit: "MB a minute", samples: lively.heapSlopes, at })] : []),
  ]
}
