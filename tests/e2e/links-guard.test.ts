// A site with a service worker of its own: the net rule is never asked there, the guard holds.

import { rm } from "node:fs/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  changeManifest,
  copyExtension,
  launchBrowser,
  type TestBrowser,
  waitForBackground,
} from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { type LinkSite, startLinkSite } from "../harness/link-site.ts"

const OUR_PAGE = new RegExp(`^chrome-extension://${EXTENSION_ID}/meeting\\.html`)

let site: LinkSite
let folder: string
let browser: TestBrowser

beforeAll(async () => {
  site = await startLinkSite()
  folder = await copyExtension((manifest) => {
    manifest["host_permissions"] = ["http://*.localhost/*"]
  })
  browser = await launchBrowser({ extension: folder })
  await waitForBackground(browser)
})

afterAll(async () => {
  await browser.close()
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

async function guardsRegistered(): Promise<number> {
  const background = await browser.background()
  return background.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length)
}

async function openFromServiceWorker(meeting: string): Promise<void> {
  site.reset()
  const page = await browser.context.newPage()
  await page.goto(`${site.server}/worker`)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.goto(`${site.server}/join/id-${meeting}#pwd-pAssw0rdpAssw0rdpAssw0`).catch(() => {}) // taken over
  await expect.poll(() => page.url()).toMatch(OUR_PAGE)
  await page.close()
}

test("the page of a site with a service worker never runs its script on a guarded host", async () => {
  await expect.poll(guardsRegistered).toBe(1)
  await openFromServiceWorker("Worker0000")
  expect(site.scriptRuns).toBe(0)
})

test("the guard is there again after an update", async () => {
  // Chromium takes up a changed unpacked extension in its developer mode only.
  const settings = await browser.context.newPage()
  await settings.goto("chrome://extensions")
  await settings.evaluate("chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })")
  await changeManifest(folder, (manifest) => {
    manifest["version"] = "0.1.1"
  })
  const background = await browser.background()
  const ended = new Promise((resolve) => background.once("close", resolve))
  await background.evaluate(() => chrome.runtime.reload()).catch(() => {}) // its context ends with the call
  await ended
  const next = await browser.background()
  expect(await next.evaluate(() => chrome.runtime.getManifest().version)).toBe("0.1.1")
  await expect.poll(guardsRegistered).toBe(1)
  await openFromServiceWorker("Worker0001")
  expect(site.scriptRuns).toBe(0)
})

test("without the extension that page runs its script", async () => {
  const unguarded = await launchBrowser({ extension: null })
  site.reset()
  const page = await unguarded.context.newPage()
  await page.goto(`${site.server}/worker`)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.goto(`${site.server}/join/id-Worker0002#pwd-pAssw0rdpAssw0rdpAssw0`)
  await expect.poll(() => site.scriptRuns).toBe(1)
  await unguarded.close()
})
