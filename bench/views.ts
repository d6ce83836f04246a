// What the pages of a meeting take of the thread that tab and engine share, by how many people are in: one change described
// by the engine's own parts and drawn by the real views in Chromium; and a burst of joins.
//
//   npm run bench -- views [--people 10,100,250] [--times 30] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { list, oneOf, record } from "../src/bytes/shape.ts"
import { launchBrowser } from "../tests/harness/browser.ts"
import { serveGallery } from "../tests/harness/gallery/server.ts"
import { type Bar, type Figure, figure, number } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { type ChangeName, CHANGES, type Lap, type ViewName, VIEWS } from "./views/laps.ts"

const MAX_LAPS = 10_000
/** No task of the shared thread may take longer. */
const TASK_BAR: Bar = { of: "p95", atMost: 50 }
const POPUP_BAR: Bar = { of: "p95", atMost: 100 }
const lapsShape = list(
  record({
    view: oneOf(...VIEWS),
    change: oneOf(...CHANGES),
    followMs: number,
    describeMs: number,
    drawMs: number,
  }),
  MAX_LAPS,
)
const drawingsShape = list(number, MAX_LAPS)

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: "string", default: "10,100,250" },
    times: { type: "string", default: "30" },
    save: { type: "boolean", default: false },
  },
})
const sizes = flags.people.split(",").map(Number)
const times = Number(flags.times)
const progress = progressOn(process.stderr)
const run = new BenchRun("views")
const figures: Figure[] = []
await using started = new AsyncDisposableStack()
const gallery = started.adopt(await serveGallery(), (served) => served.close())
const browser = started.adopt(await launchBrowser({ extension: null }), (launched) => launched.close())
const page = await browser.context.newPage()
await page.setViewportSize({ width: 1280, height: 800 })
await page.goto(`${gallery.origin}/bench/views/index.html`)
await page.waitForFunction(() => "measureView" in window)
await measure("people panel", 4, 5) // until the code is warm
for (const people of sizes) {
  for (const view of VIEWS) {
    figures.push(
      ...(await progress.step(`${view}, ${people} people`, async () => [
        ...describe(await measure(view, people, times), view, people),
        ...fillingOf(await measureFilling(view, people), view, people),
      ])),
    )
  }
}
await run.publish(figures, {
  keep: flags.save ? "save" : "print",
  notes: [
    "One page of headless Chromium at 1280 × 800 without GPU, one change at a time, each in a frame of its own.",
    "The meeting is made up, without group, SFU and pictures; what describes it is the engine's, what draws it the real pages.",
    "All come one after the other: each in a task of its own, without a pause; drawn at most once a frame, as the pages do.",
    "Follow: names, words, notices and the like learn of the new roster. Draw: markup, style and layout, without painting.",
  ],
  versions: { chromium: browser.context.browser()?.version() ?? "unknown" },
})

async function measure(view: ViewName, people: number, rounds: number): Promise<readonly Lap[]> {
  const plan = [view, people, rounds].map((value) => JSON.stringify(value)).join()
  return lapsShape(await page.evaluate(`measureView(${plan})`), "laps")
}

async function measureFilling(view: ViewName, people: number): Promise<readonly number[]> {
  return drawingsShape(await page.evaluate(`measureFilling(${JSON.stringify(view)}, ${people})`), "drawings")
}

function fillingOf(drawings: readonly number[], view: ViewName, people: number): readonly Figure[] {
  const at = { axis: "people", value: people } as const
  const bar = people <= 100 ? TASK_BAR : null
  return [
    figure({ what: `${view}: all come one after the other: a drawing`, unit: "ms", samples: drawings, at, bar }),
    figure({ what: `${view}: all come one after the other: in all`, unit: "drawings", samples: [drawings.length], at }),
  ]
}

function describe(laps: readonly Lap[], view: ViewName, people: number): readonly Figure[] {
  const at = { axis: "people", value: people } as const
  const drawn = CHANGES.map((change) =>
    figure({
      what: `${view}: ${change}: draw`,
      unit: "ms",
      samples: laps.filter((lap) => lap.change === change).map(({ drawMs }) => drawMs),
      at,
      bar: barOf(view, change, people),
    }),
  )
  if (view !== "people panel") return drawn
  const ofChange = (change: ChangeName) => laps.filter((lap) => lap.change === change)
  return [
    figure({ what: "engine: describe", unit: "ms", samples: laps.map(({ describeMs }) => describeMs), at }),
    figure({
      what: "engine: follow a join",
      unit: "ms",
      samples: ofChange("somebody joins").map(({ followMs }) => followMs),
      at,
    }),
    ...drawn,
  ]
}

function barOf(view: ViewName, change: ChangeName, people: number): Bar | null {
  if (view === "popup" && change === "opens") return POPUP_BAR
  return change !== "opens" && people <= 100 ? TASK_BAR : null
}
