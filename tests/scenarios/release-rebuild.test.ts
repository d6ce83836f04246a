import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest"
import { silent } from "../../scripts/progress.ts"
import { buildRelease } from "../../scripts/release/build-release.ts"
import { signLocally } from "../../scripts/release/sign-release.ts"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { PROJECT_FOLDER, thisMachine } from "../../scripts/toolchain/machine.ts"
import { main } from "../../scripts/verify/main.ts"
import { decodeRelease, type Release, RELEASE_FILE } from "../../scripts/verify/package/release-file.ts"
import { rebuilds } from "../../scripts/verify/rebuild.ts"

const run = promisify(execFile)

let folder = ""
let release: Release

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rebuild-test-"))
  const order = { checkout: PROJECT_FOLDER, revision: "HEAD", version: "1.2.3", outFolder: folder }
  const { packageFolder } = await buildRelease(thisMachine(), silent, order)
  release = decodeRelease(await readFile(join(packageFolder, RELEASE_FILE)))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function lendPackages(checkout: string): Promise<void> {
  return symlink(join(PROJECT_FOLDER, "node_modules"), join(checkout, "node_modules"))
}

test("a stranger's clone of the commit gives the release", async () => {
  const isSame = await rebuilds(release, PROJECT_FOLDER, async (command, args, cwd) => {
    // The packages come from here instead of the registry.
    await (command === "npm" && args[0] === "ci" ? lendPackages(cwd) : run(command, args, { cwd }))
  })
  expect(isSame).toBe(true)
}, 180_000)

test("a build that comes out otherwise is not the release", async () => {
  const isSame = await rebuilds(release, PROJECT_FOLDER, async (command, args) => {
    if (command !== "npm" || args[0] !== "run") return
    const out = join(args.at(-1) ?? "", "package")
    await mkdir(out, { recursive: true })
    await writeFile(join(out, RELEASE_FILE), "{}")
  })
  expect(isSame).toBe(false)
})

test("a build signed here is whole, in the folder and in the zip, and not the published one", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {})
  onTestFinished(() => print.mockRestore())
  await using authority = await createTestAuthority()
  for (const log of [1, 2] as const) {
    const { zipFile } = await signLocally(folder, authority, log)
    for (const path of [zipFile, join(folder, "package")]) {
      expect(await main([path, "--local", "--json"])).toBe(0)
      expect(JSON.parse(String(print.mock.lastCall?.[0]))).toMatchObject({ outcome: "verified", kind: null })
      expect(await main([path, "--json"])).toBe(1)
      expect(JSON.parse(String(print.mock.lastCall?.[0]))).toMatchObject({ outcome: "refused", kind: "certificate" })
    }
  }
})
