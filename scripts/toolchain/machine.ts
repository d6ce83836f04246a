// The machine we run on, as the toolchain sees it: passed in, so that tests can describe another one.

import { spawn } from "node:child_process"
import { access, constants, mkdir, mkdtemp, realpath, rename, rm } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { createInterface } from "node:readline"
import { ToolchainError } from "./errors.ts"

/** The project's root folder. */
export const PROJECT_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Gets every line of output as it comes. */
  readonly onLine?: (line: string) => void
  readonly abortSignal?: AbortSignal
}

export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  readonly isRoot: boolean
  /** The path without symbolic links if it is an executable file, else null. */
  resolveExecutable(path: string): Promise<string | null>
  /** Runs a program to its end; its output, or ToolchainError "command-failed" with its last lines. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<string>
  /** A fresh folder inside `parent` for the time of `work`. */
  inScratchFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T>
  move(from: string, to: string): Promise<void>
}

const LINES_IN_ERROR = 400

/** The machine this process runs on. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    isRoot: process.getuid?.() === 0,
    resolveExecutable,
    run,
    inScratchFolder,
    move: rename,
  }
}

/** The first executable of one of these names in PATH, without symbolic links, or null. */
export async function findInPath(machine: Machine, names: readonly string[]): Promise<string | null> {
  const [separator, suffix] = machine.platform === "win32" ? [";", ".exe"] : [":", ""]
  const folders = (machine.env["PATH"] ?? "").split(separator).filter((folder) => folder !== "")
  for (const name of names) {
    for (const folder of folders) {
      const found = await machine.resolveExecutable(join(folder, `${name}${suffix}`))
      if (found !== null) return found
    }
  }
  return null
}

async function resolveExecutable(path: string): Promise<string | null> {
  try {
    await access(path, constants.X_OK)
    return await realpath(path)
  } catch {
    return null
  }
}

async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
    ...(options.abortSignal === undefined ? {} : { signal: options.abortSignal }),
  })
  const lines: string[] = []
  const takeLine = (line: string): void => {
    lines.push(line)
    options.onLine?.(line)
  }
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", takeLine)
  const ended = Promise.withResolvers<string>()
  child.once("error", (cause) => ended.reject(new ToolchainError("command-failed", `${command}: ${cause.message}`)))
  child.once("close", (code, signal) => {
    if (code === 0) return ended.resolve(lines.join("\n"))
    const tail = lines.slice(-LINES_IN_ERROR).join("\n")
    ended.reject(
      new ToolchainError("command-failed", `${command} ${args.join(" ")} ended with ${code ?? signal}\n${tail}`),
    )
  })
  return ended.promise
}

async function inScratchFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, "tmp-"))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
