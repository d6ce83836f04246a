// What a closed profile still knows of a link. P is in no URL of the history, ours above all. Two records that no
// extension can write or clear (without deleting the user's history) do name the stopped navigation: the session files
// hold the tab's back list, and `visited_links` the page that was shown before ours, which is the stopped one.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { expect, test } from "vitest"
import { BUILT_EXTENSION, launchBrowser, waitForBackground } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { startLinkSite } from "../harness/link-site.ts"

const PASSWORD = "Zq7pAssw0rdNowhere0nDi"

test("a closed profile's history has our page and the page before it, and the password in no URL", async () => {
  const site = await startLinkSite()
  const profile = await mkdtemp(join(tmpdir(), "wardroom-profile-"))
  const browser = await launchBrowser({ extension: BUILT_EXTENSION, profile })
  try {
    await waitForBackground(browser)
    const page = await browser.context.newPage()
    await page.goto(`${site.server}/hop?to=/visited-page`)
    const link = `${site.server}/join/id-Profile000#pwd-${PASSWORD}`
    await page.goto(link).catch(() => {}) // stopped, which Playwright calls an error
    await expect.poll(() => page.url()).toMatch(new RegExp(`^chrome-extension://${EXTENSION_ID}/meeting`))
  } finally {
    await browser.close()
    await site.close()
  }
  const history = new DatabaseSync(join(profile, "Default", "History"), { readOnly: true })
  const urls = history
    .prepare("SELECT url FROM urls")
    .all()
    .map(({ url }) => String(url))
  expect(urls.filter((url) => /^[^?]*\/visited-page$/.test(url))).toHaveLength(1)
  expect(urls.filter((url) => url.includes("/meeting.html?t="))).toHaveLength(1)
  expect(urls.filter((url) => url.includes(PASSWORD))).toEqual([])
  const tables = history
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name))
  const holding = tables.filter((table) => JSON.stringify(readTable(history, table)).includes(PASSWORD))
  expect(["visited_links"]).toEqual(expect.arrayContaining(holding))
  history.close()
  const elsewhere = (await filesHolding(profile, PASSWORD)).filter(
    (path) => !/[/\\](?:Sessions[/\\]|History)/.test(path),
  )
  expect(elsewhere).toEqual([])
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

// Blobs and integers beyond 2^53 matter to nobody here: text is read.
function readTable(database: DatabaseSync, table: string): unknown[] {
  const rows = database.prepare(`SELECT * FROM "${table}"`)
  rows.setReadBigInts(true)
  return rows.all().map((row) => Object.values(row).map(String))
}

/** Files with the text in them, as UTF-8 or UTF-16. */
async function filesHolding(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const holding = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path)
      return bytes.includes(text, 0, "utf8") || bytes.includes(text, 0, "utf16le") ? [relative(folder, path)] : []
    }),
  )
  return holding.flat()
}
