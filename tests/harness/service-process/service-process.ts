// The real delivery service as a child process: what it costs is its own, and it can be killed.

import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SFU_KEYS } from "../service.ts"
import {
  type AskLoopDelay,
  type Listening,
  type LoopDelay,
  type PassTime,
  type ProcessSettings,
  SETTINGS,
} from "./protocol.ts"

const MAIN = new URL("./main.mjs", import.meta.url)
const NO_SFU = { address: "ws://127.0.0.1:1", ...SFU_KEYS }

export class ServiceProcess implements AsyncDisposable {
  /** http address at the loopback interface. */
  readonly origin: string
  #child: ChildProcess
  readonly #settings: ProcessSettings

  private constructor(child: ChildProcess, origin: string, settings: ProcessSettings) {
    this.#child = child
    this.origin = origin
    this.#settings = settings
  }

  /** Starts one in a data folder of its own, at a free port unless told otherwise. */
  static async start(settings: Partial<Omit<ProcessSettings, "dataFolder">> = {}): Promise<ServiceProcess> {
    const dataFolder = await mkdtemp(join(tmpdir(), "wardroom-service-"))
    const all: ProcessSettings = { bind: "127.0.0.1", port: 0, hosts: [], sfu: NO_SFU, ...settings, dataFolder }
    const { child, origin } = await launch(all)
    return new ServiceProcess(child, origin, all)
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Moves its clock ahead. */
  async passTime(passMs: number): Promise<void> {
    this.#child.send({ passMs } satisfies PassTime)
    await once(this.#child, "message")
  }

  /** How long its event loop kept others waiting since the last question; the first one begins the watch. */
  async loopDelay(): Promise<LoopDelay> {
    this.#child.send({ ask: "loop delay" } satisfies AskLoopDelay)
    const [delay]: LoopDelay[] = await once(this.#child, "message")
    if (!delay) throw new TypeError("expected a delay")
    return delay
  }

  /** Kills it as it is, with whatever it has in hand. */
  kill(): void {
    this.#child.kill("SIGKILL")
  }

  /** Starts it again after `kill`, in the same folder and at the same port; resolves when it listens. */
  async restart(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit")
    const { child } = await launch({ ...this.#settings, port: Number(new URL(this.origin).port) })
    this.#child = child
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, "exit")
    if (this.#child.connected) this.#child.disconnect()
    if (this.#child.exitCode === null && this.#child.signalCode === null) await exited
    await rm(this.#settings.dataFolder, { recursive: true, force: true })
  }
}

async function launch(settings: ProcessSettings): Promise<{ child: ChildProcess; origin: string }> {
  const env = { ...process.env, [SETTINGS]: JSON.stringify(settings) }
  const child = fork(MAIN, { env, stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] })
  const ended = once(child, "exit").then(() => {
    throw new Error("the service ended before it listened")
  })
  const [listening]: Listening[] = await Promise.race([once(child, "message"), ended])
  if (!listening) throw new TypeError("expected the service's address")
  ended.catch(() => undefined) // its later end is no failure
  return { child, origin: listening.url }
}
