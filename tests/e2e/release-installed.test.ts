// A package as a browser leaves it when it installed one: unpacked, its manifest written anew, its rules indexed.

import { appendFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest"
import { silent } from "../../scripts/progress.ts"
import { buildRelease } from "../../scripts/release/build-release.ts"
import { signLocally } from "../../scripts/release/sign-release.ts"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { PROJECT_FOLDER, thisMachine } from "../../scripts/toolchain/machine.ts"
import { main } from "../../scripts/verify/main.ts"
import { startBareBrowser, until } from "../harness/bare-browser.ts"
import { offerExtension } from "../harness/installed-extension.ts"

const VERSION = "1.2.3"
const INSTALL_TIMEOUT_MS = 60_000

let work: string
let crx: string
let installed: string

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "wardroom-installed-"))
  const order = { checkout: PROJECT_FOLDER, revision: "HEAD", version: VERSION, outFolder: work }
  const { packageFolder } = await buildRelease(thisMachine(), silent, order)
  await using authority = await createTestAuthority()
  await signLocally(work, authority, 1)
  const policy = join(work, "policy")
  await mkdir(policy)
  const extension = await offerExtension(packageFolder, VERSION, policy)
  const profile = join(work, "profile")
  const browser = await startBareBrowser({ profile, args: [], launcher: extension.launcher })
  const folder = join(profile, "Default", "Extensions", extension.id)
  const name = await until(async () => (await readdir(folder).catch(() => []))[0], "installation", INSTALL_TIMEOUT_MS)
  await browser.close()
  await extension.close()
  crx = `${packageFolder}.crx`
  installed = join(folder, name)
})
afterAll(() => rm(work, { recursive: true, force: true, maxRetries: 5 }))

interface File {
  readonly path: string
  readonly verdict: string
  readonly addedKeys: readonly string[]
}

async function check(path: string): Promise<{ status: number; kind: string | null; files: readonly File[] }> {
  const print = vi.spyOn(console, "log").mockImplementation(() => {})
  onTestFinished(() => print.mockRestore())
  const status = await main([path, "--local", "--json"])
  const { kind, files } = JSON.parse(String(print.mock.lastCall?.[0]))
  return { status, kind, files: files.filter(({ verdict }: File) => verdict !== "same") }
}

test("the crx that Chromium packs holds the release as it is", async () => {
  expect(await check(crx)).toEqual({ status: 0, kind: null, files: [] })
})

test("the folder that Chromium installs differs only by what is allowed, which is told, and by nothing more", async () => {
  const byBrowser: readonly File[] = [
    { path: "_metadata/generated_indexed_rulesets/_ruleset1", verdict: "added-by-store", addedKeys: [] },
    { path: "manifest.json", verdict: "changed-by-store", addedKeys: ["key"] },
  ]
  expect(await check(installed)).toEqual({ status: 0, kind: null, files: byBrowser })
  await appendFile(join(installed, "background.js"), "\n")
  expect(await check(installed)).toMatchObject({ status: 1, kind: "file-changed" })
})
