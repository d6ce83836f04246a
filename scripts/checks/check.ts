// The checks of `npm test`: each is one program; what it printed is shown when it fails.

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Progress } from "../progress.ts"
import { findChromium } from "../toolchain/chromium.ts"
import { ToolchainError } from "../toolchain/errors.ts"
import { findLiveKit } from "../toolchain/livekit.ts"
import { type Machine, PROJECT_FOLDER } from "../toolchain/machine.ts"
import { countTests } from "./vitest-report.ts"

export interface Tally {
  readonly passed: number
  readonly failed: number
}

export interface Outcome extends Tally {
  /** What to show when something failed. */
  readonly output: string
}

export interface Check {
  readonly name: string
  run(machine: Machine, progress: Progress): Promise<Outcome>
}

/** All checks in the order in which they run: the quick ones first. */
export const CHECKS: readonly Check[] = [
  program("format", "oxfmt", ["--check"]),
  program("lint", "oxlint", ["--type-aware", "--deny-warnings"]),
  program("types", "tsc", ["--noEmit"]),
  program("dead-code", "knip", []),
  vitest("unit"),
  vitest("vectors"),
  toolchain(),
  vitest("scenarios"),
  program("build", "wxt", ["build"]),
  vitest("e2e"),
]

/** A program of a package; it counts as one test. */
function program(name: string, command: string, args: readonly string[]): Check {
  return {
    name,
    run: (machine, progress) =>
      outcomeOf(async () => {
        await progress.step(name, (note) => machine.run(binary(command), args, { onLine: note }))
        return { passed: 1, failed: 0 }
      }),
  }
}

/** One project of vitest.config.ts. */
function vitest(project: string): Check {
  return {
    name: project,
    run: (machine, progress) =>
      machine.inScratchFolder(join(PROJECT_FOLDER, ".data"), async (folder) => {
        const report = join(folder, "report.json")
        const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
        const ran = await outcomeOf(async () => {
          const args = ["run", "--project", project, ...reporters]
          await progress.step(project, (note) => machine.run(binary("vitest"), args, { onLine: note }))
          return { passed: 0, failed: 0 }
        })
        const tally = countTests(await readFile(report, "utf8").catch(() => EMPTY_REPORT))
        // An error outside of every test fails the run without failing a test.
        return { ...ran, ...tally, failed: Math.max(tally.failed, ran.failed) }
      }),
  }
}

/** Chromium and LiveKit, so that their installation shows as such and not as a slow test. */
function toolchain(): Check {
  return {
    name: "toolchain",
    run: (machine, progress) =>
      outcomeOf(async () => {
        await findChromium(machine, progress)
        await findLiveKit(machine, progress)
        return { passed: 1, failed: 0 }
      }),
  }
}

const EMPTY_REPORT = JSON.stringify({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
})

async function outcomeOf(work: () => Promise<Tally>): Promise<Outcome> {
  try {
    return { ...(await work()), output: "" }
  } catch (error) {
    if (error instanceof ToolchainError) return { passed: 0, failed: 1, output: describe(error) }
    throw error
  }
}

function describe(error: ToolchainError): string {
  return error.cause instanceof Error ? `${error.message}\n${error.cause.message}` : error.message
}

function binary(name: string): string {
  return join(PROJECT_FOLDER, "node_modules", ".bin", process.platform === "win32" ? `${name}.cmd` : name)
}
