// Where laps are run: in this process, or in a worker of a page of Chromium. Both tell what CPU time has gone by.

import type { BrowserContext, JSHandle } from "playwright"
import { launchBrowser } from "../../tests/harness/browser.ts"
import { threadCpu } from "../measure/thread-cpu.ts"
import { Laps, type Step } from "./laps.ts"
import { LIVEKIT_WORKER, startSourceServer } from "./source-server.ts"

export interface Track extends AsyncDisposable {
  readonly name: "Node" | "Chromium"
  readonly versions: Readonly<Record<string, string>>
  take(step: Step): Promise<void>
  /** CPU time so far of all threads that frames can keep busy, in microseconds. */
  cpuMicroseconds(): Promise<number>
}

export async function nodeTrack(): Promise<Track> {
  const laps = await Laps.start(LIVEKIT_WORKER)
  return {
    name: "Node",
    versions: {},
    take: (step) => laps.take(step),
    cpuMicroseconds: async () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

export async function chromiumTrack(): Promise<Track> {
  await using started = new AsyncDisposableStack()
  const server = started.use(await startSourceServer())
  const browser = await launchBrowser({ extension: null })
  started.defer(() => browser.close())
  const page = await browser.context.newPage()
  await page.goto(server.url)
  const worker = await page.evaluateHandle(() => new Worker("/worker.js", { type: "module" }))
  await untilTaken(worker, null)
  const renderers = await findRenderers(browser.context)
  const owned = started.move()
  return {
    name: "Chromium",
    versions: { chromium: browser.context.browser()?.version() ?? "unknown" },
    take: (step) => untilTaken(worker, step),
    cpuMicroseconds: async () => {
      const times = await Promise.all(renderers.map(threadCpu))
      return times.reduce((sum, time) => sum + time, 0)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Process ids; which of them has our page, nobody needs to know: the others do nothing. */
async function findRenderers(context: BrowserContext): Promise<readonly number[]> {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error("the context has no browser")
  const { processInfo } = await session.send("SystemInfo.getProcessInfo")
  await session.detach()
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id)
}

/** Hands the worker a step, or null when it is to become ready; rejects when it fails. */
async function untilTaken(worker: JSHandle<Worker>, step: Step | null): Promise<void> {
  const taken = await worker.evaluate(
    (worker, step) =>
      new Promise<unknown>((resolve) => {
        worker.addEventListener("message", function listen({ data }) {
          if (typeof data !== "object" || !("taken" in data)) return // LiveKit's worker says something, too
          worker.removeEventListener("message", listen)
          resolve(data.taken)
        })
        worker.addEventListener("error", ({ message }) => resolve(message))
        if (step) worker.postMessage(step)
      }),
    step,
  )
  if (taken !== (step ? "done" : "ready")) throw new Error(`the worker failed: ${String(taken)}`)
}
