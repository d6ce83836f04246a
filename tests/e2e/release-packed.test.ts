// An extension that is packed and installed, as by a store, but signed by nobody: it is checked at the browser's start,
// and never meets. Loaded unpacked the same build does (every other test of a meeting).

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { type BareBrowser, startBareBrowser, type Target, until } from "../harness/bare-browser.ts"
import { copyExtension } from "../harness/browser.ts"
import { type InstalledExtension, offerExtension } from "../harness/installed-extension.ts"
import { startLinkSite } from "../harness/link-site.ts"

const INSTALLED_WITHIN_MS = 60_000
const LINK = "/join/id-PackedOne0#pwd-pAssw0rdpAssw0rdpAssw0"

interface Status {
  readonly state: string
  readonly mayMeet: boolean
  readonly checkedAt: number
}

test("an unsigned build that is packed is checked at each start of the browser, and opens no meeting", async () => {
  await using started = new AsyncDisposableStack()
  const site = await startLinkSite()
  started.defer(() => site.close())
  const work = await mkdtemp(join(tmpdir(), "wardroom-packed-"))
  const folder = await copyExtension((manifest) => {
    delete manifest["key"] // the package's own key makes the id
  })
  started.defer(async () => {
    const leftovers = [work, folder, `${folder}.crx`, `${folder}.pem`]
    await Promise.all(leftovers.map((path) => rm(path, { recursive: true, force: true, maxRetries: 5 })))
  })
  const extension = await offerExtension(folder, "0.1.0", work)
  started.defer(() => extension.close())
  const options = { profile: join(work, "profile"), args: [], launcher: extension.launcher }

  const first = await startBareBrowser(options)
  const installed = await checkedAfter(first, extension, 0)
  expect(installed).toMatchObject({ state: "unsigned", mayMeet: false })
  await first.close()

  const second = await startBareBrowser(options)
  started.defer(() => second.close())
  expect(await checkedAfter(second, extension, installed.checkedAt)).toMatchObject({
    state: "unsigned",
    mayMeet: false,
  })
  await second.openTab(`${site.server}${LINK}`)
  const page = await until(() => findPage(second, `chrome-extension://${extension.id}/meeting.html`), "our page")
  await until(() => evaluate(second, page, clickButton("Join on")), "the question about the server")
  await until(() => evaluate(second, page, isShown("The meeting was not opened.")), "the page that bars")
  expect(site.joinRequests).toBe(0)
})

/** The kept verdict of a check that was made after that moment. */
async function checkedAfter(browser: BareBrowser, { id }: InstalledExtension, checkedAt: number): Promise<Status> {
  const url = `chrome-extension://${id}/rules.json`
  const readStatus = `(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "wardroom-releases")) return null
    return new Promise((resolve) => {
      const opening = indexedDB.open("wardroom-releases")
      opening.onsuccess = () => {
        const reading = opening.result.transaction("status").objectStore("status").get("last")
        reading.onsuccess = () => { opening.result.close(); resolve(reading.result?.status ?? null) }
      }
    })
  })()`
  let opened = 0
  const ask = async (): Promise<Status | null> => {
    const page = await findPage(browser, `${url}?${opened}`)
    const status = page && ((await evaluate(browser, page, readStatus)) as Status | null | undefined)
    if (status && status.checkedAt > checkedAt) return status
    // Opened before the extension was there it is an error page, which stays one.
    if (status === undefined) await browser.openTab(`${url}?${++opened}`)
    return null
  }
  return until(ask, "a check", INSTALLED_WITHIN_MS)
}

async function findPage(browser: BareBrowser, url: string): Promise<Target | undefined> {
  return (await browser.targets()).find((target) => target.type === "page" && target.url.startsWith(url))
}

/** The value of an expression; undefined where it throws, as on a page that did not load. */
async function evaluate(browser: BareBrowser, page: Target, expression: string): Promise<unknown> {
  const params = { expression, awaitPromise: true, returnByValue: true }
  const answer = await browser.command(page, { method: "Runtime.evaluate", params })
  const { result, exceptionDetails } = answer as Evaluated
  return exceptionDetails === undefined ? result?.value : undefined
}

interface Evaluated {
  readonly result?: { readonly value?: unknown }
  readonly exceptionDetails?: object
}

/** Clicks the button whose words begin so; null where there is none yet. */
function clickButton(words: string): string {
  return `(() => {
    const button = [...document.querySelectorAll("button")].find(({ innerText }) => innerText.startsWith("${words}"))
    button?.click()
    return button ? true : null
  })()`
}

function isShown(words: string): string {
  return `document.body.innerText.includes("${words}") || null`
}
