// `npm start` and `npm run guest`, as a new user runs them.

import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterEach, beforeEach, expect, test } from "vitest"
import { RunningCommand } from "../harness/command.ts"
import { startDisplay } from "../harness/display.ts"
import { freePort } from "../harness/ports.ts"

const { DISPLAY: _, WAYLAND_DISPLAY: __, ...ENVIRONMENT } = process.env
const INTERRUPTED = 130

let started: AsyncDisposableStack
let data: string

beforeEach(async () => {
  started = new AsyncDisposableStack()
  data = await mkdtemp(join(tmpdir(), "wardroom-start-"))
  started.defer(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
})

afterEach(() => started.disposeAsync())

test("without a display npm start says so, names the demo and ends with 1", async () => {
  const start = started.use(new RunningCommand("start", ["--data", data], ENVIRONMENT))
  expect(await start.ends()).toBe(1)
  expect(start.printed).toContain("npm start -- --demo")
})

test("with a display npm start makes a meeting, a guest comes in by its link, and Ctrl-C ends everything", async () => {
  const display = started.use(await startDisplay())
  const environment = { ...ENVIRONMENT, DISPLAY: display.name }
  const port = String(await freePort("tcp"))
  const start = started.use(new RunningCommand("start", ["--data", data, "--port", port], environment))
  const link = await start.prints(/^meeting link: (http:\S+)$/m)
  expect(new URL(link).host).toBe(`127.0.0.1:${port}`)
  const guest = started.use(new RunningCommand("guest", [link, "--name", "Ben"], ENVIRONMENT))
  await guest.prints(/Ben is in the meeting/)

  guest.interrupt()
  expect(await guest.ends()).toBe(INTERRUPTED)
  expect(await processesWith(data)).not.toEqual([])
  start.interrupt()
  expect(await start.ends()).toBe(INTERRUPTED)
  expect(await processesWith(data)).toEqual([])
  await expect(fetch(new URL("/healthz", link))).rejects.toThrow()
})

/** The processes whose arguments name a folder: everything that a command started for it. */
async function processesWith(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "args"], { maxBuffer: 2 ** 24 })
  return stdout.split("\n").filter((line) => line.includes(folder))
}
