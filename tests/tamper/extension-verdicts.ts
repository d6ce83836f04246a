// What tampered packages say of themselves, each on its own page about this client, many of them in one Chromium.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { BrowserContext } from "playwright"
import { launchBrowser } from "../harness/browser.ts"
import { idOf } from "../harness/release/release-extension.ts"
import type { Change } from "./changes.ts"
import type { Files } from "./lab.ts"

/** Packages that a browser loads at once. */
const BATCH = 12
const LOAD_TIMEOUT_MS = 20_000

type Package = Pick<Change, "files" | "seen">

/** A fault for each package, null where it finds itself whole, or that it did not even load. */
export async function extensionVerdicts(packages: readonly Package[]): Promise<readonly (string | null)[]> {
  const verdicts: (string | null)[] = []
  for (let i = 0; i < packages.length; i += BATCH) verdicts.push(...(await verdictsOf(packages.slice(i, i + BATCH))))
  return verdicts
}

async function verdictsOf(packages: readonly Package[]): Promise<readonly (string | null)[]> {
  const scratch = await mkdtemp(join(tmpdir(), "wardroom-tamper-"))
  try {
    const folders = packages.map((_, i) => join(scratch, `package-${i}`))
    const profile = join(scratch, "profile")
    if (packages.some(({ seen }) => seen !== undefined)) {
      // Where there is nothing to remember, this loads what is judged below, and the browser has met it once more.
      await askAll(folders, profile, (i) => packages[i]?.seen ?? packages[i]?.files)
    }
    return await askAll(folders, profile, (i) => packages[i]?.files)
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function askAll(
  folders: readonly string[],
  profile: string,
  filesOf: (i: number) => Files | undefined,
): Promise<readonly (string | null)[]> {
  for (const [i, folder] of folders.entries()) await writePackage(folder, filesOf(i) ?? new Map())
  const browser = await launchBrowser({ extension: folders.join(","), profile })
  try {
    const verdicts: (string | null)[] = []
    for (const folder of folders) verdicts.push(await askOne(browser.context, idOf(folder)))
    return verdicts
  } finally {
    await browser.close()
  }
}

async function askOne(context: BrowserContext, id: string): Promise<string | null> {
  const page = await context.newPage()
  try {
    await page.goto(`chrome-extension://${id}/about.html`, { timeout: LOAD_TIMEOUT_MS })
    const detail = page.getByTestId("detail").filter({ hasText: /^state: (?!checking)/m })
    const text = (await detail.textContent({ timeout: LOAD_TIMEOUT_MS })) ?? ""
    const state = /^state: (.*)$/m.exec(text)?.[1]
    if (state === "verified" || state === "local") return null
    return /^fault: (.*)$/m.exec(text)?.[1] ?? state ?? "no state"
  } catch {
    return "did not load"
  } finally {
    await page.close()
  }
}

async function writePackage(folder: string, files: Files): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const [path, content] of files) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}
