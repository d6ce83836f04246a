// The background stopped, as Chromium does after half a minute: the link itself must start it.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { startBareBrowser, until } from "../harness/bare-browser.ts"
import { BUILT_EXTENSION } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { startLinkSite } from "../harness/link-site.ts"

const PAGE = `chrome-extension://${EXTENSION_ID}/meeting.html`

test("a link opens our page while the background is stopped", async () => {
  const site = await startLinkSite()
  const profile = await mkdtemp(join(tmpdir(), "wardroom-profile-"))
  const browser = await startBareBrowser({ profile, args: [`--load-extension=${BUILT_EXTENSION}`] })
  const find = async (isIt: (target: { type: string; url: string }) => boolean) => (await browser.targets()).find(isIt)
  try {
    await until(() => find(({ type }) => type === "service_worker"), "the background")
    await browser.openTab(PAGE)
    const page = await until(() => find(({ url }) => url.startsWith(PAGE)), "a page of ours")
    const ask = `chrome.runtime.sendMessage({ kind: "servers" })`
    await browser.command(page, { method: "Runtime.evaluate", params: { expression: ask, awaitPromise: true } })
    await browser.command(page, { method: "ServiceWorker.enable" }, { method: "ServiceWorker.stopAllWorkers" })
    await until(async () => ((await find(({ type }) => type === "service_worker")) ? null : "stopped"), "it to stop")
    await browser.openTab(`${site.server}/join/id-Stopped000#pwd-pAssw0rdpAssw0rdpAssw0`)
    await until(async () => {
      const ours = (await browser.targets()).filter(({ type, url }) => type === "page" && url.startsWith(PAGE))
      return ours.length === 2 ? ours : null
    }, "our page in place of the link")
    expect(site.joinRequests).toBe(0)
    expect(await find(({ type }) => type === "service_worker")).toBeDefined()
  } finally {
    await browser.close()
    await site.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
