// The page about this client in a build that a test authority signed: what it shows of the release, and what it says of
// another release's statement.

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Page } from "playwright"
import { afterAll, beforeAll, expect, it } from "vitest"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { launchBrowser, openExtensionPage, type TestBrowser } from "../harness/browser.ts"
import { type SignedExtension, signExtension } from "../harness/release/signed-extension.ts"

const started = new AsyncDisposableStack()
let running: SignedExtension
let next: SignedExtension
let browser: TestBrowser
let page: Page

beforeAll(async () => {
  const authority = started.use(await createTestAuthority())
  running = started.use(await signExtension(authority, { version: "1.0.0", sequence: 1, previous: null }))
  next = started.use(await signExtension(authority, { version: "1.1.0", sequence: 2, previous: running.digest }))
  browser = await launchBrowser({ extension: running.folder })
  page = await openExtensionPage(browser.context, "about.html")
})

afterAll(async () => {
  await browser.close()
  await started.disposeAsync()
})

/** The two files of a release page, the statement as `change` makes it. */
async function statementOf(release: SignedExtension, change: (text: string) => string = (text) => text) {
  return Promise.all(
    ["release.json", "release.sigstore.json"].map(async (name) => {
      const text = await readFile(join(release.folder, name), "utf8")
      const buffer = Buffer.from(name === "release.json" ? change(text) : text)
      return { name, mimeType: "application/json", buffer }
    }),
  )
}

it("names the running release, its place in the log and that nobody has rebuilt it", async () => {
  await page.getByTestId("release-state").getByText("Local build, test authority").waitFor()
  await page.getByText("Version 1.0.0 · release 1").waitFor()
  await page.getByText(running.digest).first().waitFor()
  await page.getByText("No rebuilders are named yet").waitFor()
  expect(await page.getByTestId("detail").textContent()).toContain(`release: 1.0.0, number 1, ${running.digest}`)
})

it("says of a later release's statement that it holds, and of one that was changed why it does not", async () => {
  const files = page.getByLabel("Choose files")
  await files.setInputFiles(await statementOf(next))
  await page.getByText("Version 1.1.0 (release 2) is signed and logged as it must be.").waitFor()
  await page.getByText(next.digest).waitFor()
  await files.setInputFiles(await statementOf(next, (text) => text.replace('"sequence":2', '"sequence":3')))
  await page.getByText("Refused: signature of something else.").waitFor()
})

it("stays what it is whatever was brought: the running release is checked anew and holds", async () => {
  const detail = page.getByTestId("detail")
  const before = await detail.textContent()
  await page.getByRole("button", { name: "Check now" }).click()
  await expect.poll(() => detail.textContent()).not.toBe(before)
  await page.getByTestId("release-state").getByText("Local build, test authority").waitFor()
})
