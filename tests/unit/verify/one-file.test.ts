import { spawnSync } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { localClaims } from "../../../scripts/release/claims.ts"
import { zip } from "../../../scripts/release/zip.ts"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { importsOf, readSources, resolveImport } from "../house/source.ts"
import { FILES, signedPackage, startAuthority } from "./signed-package.ts"

let folder = ""
let tool = ""

interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(program: string, args: readonly string[]): Run {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tool-"))
  tool = join(folder, "wardroom-verify.mjs")
  const { status, stderr } = run(join(PROJECT_FOLDER, "scripts/release/bundle-tool.ts"), ["--out", tool])
  expect(stderr).toBe("")
  expect(status).toBe(0)
  await using authority = await startAuthority()
  const files = new Map([...FILES, ["local-trust-root.json", authority.trustRoot]])
  await writeFile(
    join(folder, "local.zip"),
    zip(await signedPackage(authority, { files, claims: localClaims("1.2.3") })),
  )
  await writeFile(join(folder, "unsigned.zip"), zip(FILES))
}, 30_000)
afterAll(() => rm(folder, { recursive: true }))

test("the tool imports nothing of the client, nor of what the client imports", async () => {
  const sources = await readSources("scripts/verify")
  const foreign = sources.flatMap((source) =>
    source.imports
      .map((specifier) => resolveImport(source, specifier) ?? specifier)
      .filter((target) => !/^(?:scripts\/verify\/|public\/|node:)/.test(target)),
  )
  expect(sources.length).toBeGreaterThan(20)
  expect(foreign).toEqual([])
})

test("the one file imports nothing but Node", async () => {
  const text = await readFile(tool, "utf8")
  const imports = importsOf(text)
  expect(imports.length).toBeGreaterThan(3)
  expect(imports.filter((specifier) => !specifier.startsWith("node:"))).toEqual([])
  expect(text).not.toMatch(/\brequire\(/)
})

test("an older Node is told so, and that nothing was checked", async () => {
  const older = join(folder, "older.mjs")
  await writeFile(
    older,
    'Object.defineProperty(process, "versions", { value: { node: "20.20.2" } })\nawait import("./wardroom-verify.mjs")',
  )
  const { status, stdout, stderr } = run(older, ["local.zip", "--local"])
  expect([status, stdout, stderr]).toEqual([2, "", expect.stringContaining("it needs Node 24, this is 20.20.2")])
})

test("the one file exits with 0 for verified, 1 for refused, 2 for what could not be checked", () => {
  const verified = run(tool, ["local.zip", "--local"])
  expect([verified.status, verified.stdout.split("\n")[0]]).toEqual([
    0,
    "local.zip: local build, test authority: whole",
  ])
  const refused = run(tool, ["local.zip"])
  expect([refused.status, refused.stdout.includes("REFUSED")]).toEqual([1, true])
  const unsigned = run(tool, ["unsigned.zip", "--json"])
  expect(unsigned.status).toBe(1)
  expect(JSON.parse(unsigned.stdout)).toMatchObject({ outcome: "refused", kind: "unsigned" })
  for (const args of [["nothing.zip"], [], ["a", "b"], ["local.zip", "--unknown"]]) {
    const { status, stdout } = run(tool, args)
    expect([status, stdout]).toEqual([2, ""])
  }
})
