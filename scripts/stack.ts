// What a meeting needs besides browsers: the delivery service and the SFU, on loopback, each with its own keys.

import { createWriteStream } from "node:fs"
import { join } from "node:path"
import { WEBHOOK_PATH } from "../server/http.ts"
import { loadSfuKeys } from "../server/keys.ts"
import type { LogLine } from "../server/log.ts"
import { startService } from "../server/service.ts"
import { freePort } from "../tests/harness/ports.ts"
import type { Progress } from "./progress.ts"
import { startSfu } from "./sfu.ts"
import { findLiveKit } from "./toolchain/livekit.ts"
import type { Machine } from "./toolchain/machine.ts"

export interface Stack extends AsyncDisposable {
  /** Origin of the delivery service, `http://127.0.0.1:…`. */
  readonly origin: string
  readonly sfuUrl: string
  /** Calls `listener` with each line of the service's log until `abortSignal`. */
  subscribe(listener: (line: LogLine) => void, abortSignal: AbortSignal): void
}

export interface StackOptions {
  readonly machine: Machine
  readonly progress: Progress
  /** Keys, database and logs. */
  readonly dataFolder: string
  /** Of the service; a free one where it is taken. */
  readonly port: number
}

/** Starts both; what it started ends with the returned object. */
export async function startStack({ machine, progress, dataFolder, port }: StackOptions): Promise<Stack> {
  const binary = await findLiveKit(machine, progress)
  await using started = new AsyncDisposableStack()
  const keys = await loadSfuKeys(dataFolder)
  const servicePort = (await isFree(port)) ? port : await freePort("tcp")
  const ports = { signal: await freePort("tcp"), tcp: await freePort("tcp"), udp: await freePort("udp") }
  const webhookUrl = `http://127.0.0.1:${servicePort}${WEBHOOK_PATH}`
  const sfu = await progress.step("starting the SFU", () =>
    startSfu({ binary, logFile: join(dataFolder, "sfu.log"), keys, ports, webhookUrl }),
  )
  started.defer(() => sfu.close())
  const service = await startService({
    dataFolder,
    bind: "127.0.0.1",
    port: servicePort,
    hosts: [],
    sfu: { ...keys, address: sfu.url },
  })
  started.defer(() => service.close())
  const log = createWriteStream(join(dataFolder, "service.log"), { flags: "a", mode: 0o600 })
  service.subscribe((line) => log.write(`${JSON.stringify(line)}\n`), new AbortController().signal)
  const owned = started.move()
  return {
    origin: service.url,
    sfuUrl: sfu.url,
    subscribe: (listener, abortSignal) => service.subscribe(listener, abortSignal),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await freePort("tcp", port)
    return true
  } catch {
    return false
  }
}
