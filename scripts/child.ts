// A server of ours as a child process, with its output in a file.

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { type WriteStream, createWriteStream } from "node:fs"
import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"

export interface Child {
  readonly pid: number
  /** Settles when the process has ended, whoever ended it; says how. */
  readonly ended: Promise<string>
  /** Asks the process to end, twice, then kills it; resolves when it is gone. */
  close(): Promise<void>
}

export interface ChildOptions {
  readonly logFile: string
  readonly env: Readonly<Record<string, string>>
}

/** livekit-server loses a first signal that comes right after its start, and waits for its people without a second. */
const ASK_AGAIN_AFTER_MS = 300
const KILL_AFTER_MS = 2000

/** Starts a program; throws when it cannot be started. */
export async function startChild(command: string, args: readonly string[], options: ChildOptions): Promise<Child> {
  await mkdir(dirname(options.logFile), { recursive: true })
  const log = createWriteStream(options.logFile, { flags: "a", mode: 0o600 })
  await once(log, "open")
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  })
  const ended = endOf(child, log)
  await once(child, "spawn")
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  // Ours dies with us even where nobody had the time to close it.
  const killWithUs = (): void => void child.kill("SIGKILL")
  process.once("exit", killWithUs)
  return {
    pid: child.pid ?? 0,
    ended,
    close: async () => {
      const askAgain = setTimeout(() => child.kill("SIGTERM"), ASK_AGAIN_AFTER_MS)
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS)
      child.kill("SIGTERM")
      await ended
      clearTimeout(askAgain)
      clearTimeout(kill)
      process.off("exit", killWithUs)
    },
  }
}

async function endOf(child: ChildProcess, log: WriteStream): Promise<string> {
  const ended = Promise.withResolvers<string>()
  child.once("close", (code, signal) => ended.resolve(`ended with ${code ?? signal}`))
  const how = await ended.promise
  log.end()
  return how
}
