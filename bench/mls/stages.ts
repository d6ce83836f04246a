// Where a contest is run: in this process, or in a page of Chromium, as a bundle of the same sources.

import { once } from "node:events"
import { createServer } from "node:http"
import { join } from "node:path"
import { rolldown } from "rolldown"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { list, oneOf, record } from "../../src/bytes/shape.ts"
import { launchBrowser } from "../../tests/harness/browser.ts"
import { freePort } from "../../tests/harness/ports.ts"
import { number } from "../measure/figures.ts"
import { type Lap, OPERATIONS } from "./contest.ts"
import { type ContestPlan, runContest } from "./run-contest.ts"

export interface Stage {
  readonly name: "Node" | "Chromium"
  run(
    plan: ContestPlan,
  ): Promise<{ readonly laps: readonly (readonly Lap[])[]; readonly versions: Readonly<Record<string, string>> }>
}

const PAGE = "<!doctype html><title>Contest</title><script src=/contest.js></script>"
/** So that the page's clock has five microseconds a tick instead of a hundred. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
const MAX_SIZES = 100
const MAX_LAPS = 100_000
const lapShape = record({ operation: oneOf(...OPERATIONS), ours: number, library: number })
const lapsShape = list(list(lapShape, MAX_LAPS), MAX_SIZES)

export const STAGES: readonly Stage[] = [
  { name: "Node", run: async (plan) => ({ laps: await runContest(plan), versions: {} }) },
  { name: "Chromium", run: runInChromium },
]

async function runInChromium(plan: ContestPlan): ReturnType<Stage["run"]> {
  await using started = new AsyncDisposableStack()
  const script = await bundledContest()
  const server = createServer(({ url }, response) => {
    const isScript = url === "/contest.js"
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html", ...ISOLATED })
    response.end(isScript ? script : PAGE)
  })
  const port = await freePort("tcp")
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  started.defer(() => void server.close())
  const browser = await launchBrowser({ extension: null })
  started.defer(() => browser.close())
  const page = await browser.context.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  const laps = lapsShape(await page.evaluate(`contest.runContest(${JSON.stringify(plan)})`), "laps")
  return { laps, versions: { chromium: browser.context.browser()?.version() ?? "unknown" } }
}

async function bundledContest(): Promise<string> {
  const input = join(PROJECT_FOLDER, "bench", "mls", "run-contest.ts")
  await using bundle = await rolldown({ input, platform: "browser" })
  const { output } = await bundle.generate({ format: "iife", name: "contest", codeSplitting: false })
  const [chunk] = output
  return chunk.code
}
