// What `npm start`, `guest`, `test`, `bench`, `churn` and `screenshots` call: installs the packages when they are missing or not the
// locked ones, then runs scripts/<command>.ts with the pinned Node. Plain JavaScript, any Node from 20 on.

import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { constants } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { changedPackages } from "./toolchain/lockfile.mjs"

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const COMMANDS = ["start", "guest", "test", "bench", "churn", "screenshots"]
const IS_WINDOWS = process.platform === "win32"
const OLDEST_NODE = 20
const PINNED_MAJOR = 24
/** Node warns that its ML-KEM may change; src/mls/ml-kem.ts looks whether it is there. */
const QUIETLY = "--disable-warning=ExperimentalWarning"

/** @returns {Promise<number>} the exit code */
async function main() {
  const [command, ...args] = process.argv.slice(2)
  if (command === undefined || !COMMANDS.includes(command)) {
    return fail(`expected one of ${COMMANDS.join(", ")}, got ${command ?? "nothing"}`)
  }
  if (majorOf(process.versions.node) < OLDEST_NODE) {
    return fail(`Node ${OLDEST_NODE} or newer is needed, this is ${process.versions.node}`)
  }
  const installed = await installPackages()
  if (installed !== null) return fail(installed)
  const node = pinnedNode()
  if (node === null) {
    return fail(
      `no Node ${PINNED_MAJOR} for ${process.platform} ${process.arch} among the packages: install Node ${PINNED_MAJOR} or newer`,
    )
  }
  const environment = {
    ...process.env,
    PATH: [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(pathSeparator()),
  }
  const script = join(ROOT, "scripts", `${command}.ts`)
  return run(node, [QUIETLY, script, ...args], { env: environment })
}

/** Installs the locked packages unless they are there; null, or why they are not. */
async function installPackages() {
  const missing = changedPackages(readJson("package-lock.json"), readJson("node_modules/.package-lock.json"))
  if (missing === 0) return null
  console.error(`installing ${missing} packages, about a minute ...`)
  const code = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    shell: IS_WINDOWS,
  })
  return code === 0 ? null : "npm ci failed: see above; is the package registry reachable?"
}

/** The locked Node of this platform, else the one that runs this if it is new enough, else null. */
function pinnedNode() {
  const folder = `node-${IS_WINDOWS ? "win" : process.platform}-${process.arch}`
  const binary = join(ROOT, "node_modules", folder, "bin", IS_WINDOWS ? "node.exe" : "node")
  if (existsSync(binary)) return binary
  return majorOf(process.versions.node) >= PINNED_MAJOR ? process.execPath : null
}

/** @param {string} name */
function readJson(name) {
  const path = join(ROOT, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null
}

/**
 * Runs a child on this terminal and hands it every signal, so that ending this ends it.
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>} the exit code, 128 + signal as shells count
 */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", ...options })
    /** @type {NodeJS.Signals[]} */
    const signals = IS_WINDOWS ? ["SIGINT", "SIGTERM"] : ["SIGINT", "SIGTERM", "SIGHUP"]
    const forwards = signals.map((signal) => ({ signal, forward: () => child.kill(signal) }))
    for (const { signal, forward } of forwards) process.on(signal, forward)
    child.once("error", reject)
    child.once("exit", (code, signal) => {
      for (const { signal, forward } of forwards) process.off(signal, forward)
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
    })
  })
}

/** @param {string} version */
function majorOf(version) {
  return Number.parseInt(version, 10)
}

function pathSeparator() {
  return IS_WINDOWS ? ";" : ":"
}

/** @param {string} message */
function fail(message) {
  console.error(`wardroom: ${message}`)
  return 1
}

process.exitCode = await main()
