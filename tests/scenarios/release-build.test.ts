import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"

const run = promisify(execFile)

/** Loaded into every Node of the second build: another day, and folders listed the other way round. */
const ELSEWHERE = `
  const fs = require("node:fs")
  const DAY_MS = 86400000
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...args) { super(...(args.length === 0 ? [RealDate.now() + 400 * DAY_MS] : args)) }
    static now() { return RealDate.now() + 400 * DAY_MS }
  }
  const { readdir, readdirSync, promises } = fs
  const promised = promises.readdir
  fs.readdirSync = (...args) => readdirSync(...args).reverse()
  promises.readdir = async (...args) => (await promised(...args)).reverse()
  fs.readdir = (...args) => {
    const done = args.pop()
    readdir(...args, (error, entries) => done(error, entries?.reverse()))
  }
`

let scratch = ""
let elsewhere: Record<string, string> = {}

beforeAll(async () => {
  await mkdir(join(PROJECT_FOLDER, ".output"), { recursive: true })
  scratch = await mkdtemp(join(PROJECT_FOLDER, ".output", "release-test-"))
  const preload = join(scratch, "elsewhere.cjs")
  await writeFile(preload, ELSEWHERE)
  const home = join(scratch, "home of another")
  await mkdir(home)
  elsewhere = {
    NODE_OPTIONS: `--require ${preload}`,
    TZ: "Pacific/Kiritimati",
    LANG: "tr_TR.UTF-8",
    LC_ALL: "tr_TR.UTF-8",
    HOME: home,
    USER: "somebody",
    LOGNAME: "somebody",
    TMPDIR: home,
  }
})

afterAll(() => rm(scratch, { recursive: true, force: true }))

test("the second surroundings are really others", async () => {
  const script = 'console.log(new Date().toISOString().slice(0, 4), require("node:fs").readdirSync(process.argv[1])[0])'
  const [here, there] = await Promise.all(
    [{}, elsewhere].map((env) => node(["--eval", script, PROJECT_FOLDER], { env, umask: "022" })),
  )
  expect(here?.split(" ")[0]).not.toBe(there?.split(" ")[0])
  expect(here?.split(" ")[1]).not.toBe(there?.split(" ")[1])
})

test("a commit gives the same bytes in another folder, for another user, locale, time zone, day and file order", async () => {
  const checkout = join(scratch, "Ünother plâce", "checkout")
  await run("git", ["clone", "--quiet", "--shared", PROJECT_FOLDER, checkout])
  await run("cp", ["-al", join(PROJECT_FOLDER, "node_modules"), checkout])
  const [here, there] = [join(scratch, "here"), join(scratch, "there")]
  await release(PROJECT_FOLDER, here, { env: {}, umask: "022" })
  await release(checkout, there, { env: elsewhere, umask: "077" })
  const [a, b] = await Promise.all([here, there].map((folder) => readFile(join(folder, "wardroom-1.2.3.zip"))))
  expect(a?.length).toBeGreaterThan(100_000)
  expect(a?.equals(b ?? Buffer.of())).toBe(true)
  const text = a?.toString("latin1") ?? ""
  expect([PROJECT_FOLDER, "jsxDEV"].filter((trace) => text.includes(trace))).toEqual([])
}, 180_000)

interface Surroundings {
  readonly env: Readonly<Record<string, string>>
  readonly umask: string
}

async function release(checkout: string, out: string, surroundings: Surroundings): Promise<void> {
  const command = join(checkout, "scripts/release/release.ts")
  await node([command, "--version", "1.2.3", "--checkout", checkout, "--out", out], surroundings)
}

async function node(args: readonly string[], { env, umask }: Surroundings): Promise<string> {
  const shell = ["-c", `umask ${umask}; exec "$0" "$@"`, process.execPath, ...args]
  const { stdout } = await run("sh", shell, { env: { ...process.env, ...env } })
  return stdout
}
