// Every way to a meeting link, in Chromium with the built extension; and, so that each case is known to reach the
// server otherwise, the same way in Chromium without it.

import type { BrowserContext, Page } from "playwright"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { BUILT_EXTENSION, launchBrowser, type TestBrowser, waitForBackground } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { type LinkSite, startLinkSite } from "../harness/link-site.ts"

const PASSWORD = "pAssw0rdpAssw0rdpAssw0"
const OUR_PAGE = new RegExp(`^chrome-extension://${EXTENSION_ID}/meeting\\.html`)

interface Way {
  readonly name: string
  /** Goes there and returns the tab that the link was opened in. */
  readonly go: (context: BrowserContext, site: LinkSite, link: string) => Promise<Page>
}

const visit = (path: string) => async (context: BrowserContext, site: LinkSite, link: string) => {
  const page = await context.newPage()
  await page.goto(`${site.origin}${path}?to=${encodeURIComponent(link)}`, { waitUntil: "commit" }).catch(ignoreStopped)
  return page
}

const visitAndPress = (path: string, selector: string, opens: "same tab" | "new tab"): Way["go"] => {
  return async (context, site, link) => {
    const page = await visit(path)(context, site, link)
    if (opens === "same tab") {
      await page.click(selector, { noWaitAfter: true })
      return page
    }
    const [opened] = await Promise.all([context.waitForEvent("page"), page.click(selector)])
    return opened
  }
}

const WAYS: readonly Way[] = [
  {
    name: "typed",
    go: async (context, _site, link) => {
      const page = await context.newPage()
      await page.goto(link, { waitUntil: "commit" }).catch(ignoreStopped)
      return page
    },
  },
  { name: "clicked", go: visitAndPress("/anchor", "#same", "same tab") },
  { name: "clicked into a new tab", go: visitAndPress("/anchor", "#blank", "new tab") },
  { name: "window.open", go: visitAndPress("/opener", "button", "new tab") },
  { name: "behind one HTTP redirect", go: visit("/hop") },
  { name: "behind two HTTP redirects", go: visit("/two-hops") },
  { name: "meta refresh", go: visit("/meta") },
  { name: "location.replace", go: visit("/replace") },
  { name: "form POST", go: visit("/form") },
]

// A stopped navigation is an error to Playwright; where the tab ended up is what is tested.
function ignoreStopped(error: unknown): void {
  if (!/ERR_BLOCKED_BY_CLIENT|ERR_ABORTED|interrupted by another navigation/.test(String(error))) throw error
}

// A stopped navigation may commit an error page for some milliseconds, which is never painted.
async function expectOurPage(page: Page | undefined): Promise<void> {
  await expect.poll(() => page?.url()).toMatch(OUR_PAGE)
}

let site: LinkSite
const linkOf = (meeting: string): string => `${site.server}/join/id-${meeting}#pwd-${PASSWORD}`

beforeAll(async () => {
  site = await startLinkSite()
})
afterAll(async () => site.close())
beforeEach(() => site.reset())

describe("with the extension", () => {
  let browser: TestBrowser

  beforeAll(async () => {
    browser = await launchBrowser({ extension: BUILT_EXTENSION })
    await waitForBackground(browser)
  })
  afterAll(async () => browser.close())

  /** The links that the background holds: waiting under a ticket, or handed over to a tab. */
  async function heldLinks(): Promise<string> {
    const background = await browser.background()
    return JSON.stringify(await background.evaluate(() => chrome.storage.session.get(null)))
  }

  test.each(WAYS.map((way, index) => ({ ...way, meeting: `Way000000${index}` })))(
    "a link $name opens our page, and the server is asked nothing",
    async ({ go, meeting }) => {
      const page = await go(browser.context, site, linkOf(meeting))
      await expectOurPage(page)
      expect(site.joinRequests).toBe(0)
      await expect.poll(heldLinks).toContain(linkOf(meeting))
      expect(await page.evaluate(() => window.opener === null)).toBe(true)
      await page.close()
    },
  )

  test("a short link's own fragment reaches our page through the redirect", async () => {
    const page = await browser.context.newPage()
    const target = encodeURIComponent(`${site.server}/join/id-ShortLink0`)
    await page.goto(`${site.origin}/hop?to=${target}#pwd-${PASSWORD}`).catch(ignoreStopped)
    await expectOurPage(page)
    expect(site.joinRequests).toBe(0)
    await expect.poll(heldLinks).toContain(linkOf("ShortLink0"))
  })

  test("a link in a frame is stopped and opens nothing", async () => {
    const tabs = browser.context.pages().length
    const page = await visit("/frame")(browser.context, site, linkOf("Frame00000"))
    await page.waitForLoadState("load")
    expect(site.joinRequests).toBe(0)
    expect(await page.title()).toBe("Frame")
    expect(browser.context.pages()).toHaveLength(tabs + 1)
    expect(await heldLinks()).not.toContain("Frame00000")
  })

  test("a page that pushes a link into its history is left for our page", async () => {
    const page = await browser.context.newPage()
    const pushed = `/join/id-Push000000#pwd-${PASSWORD}`
    await page.goto(`${site.server}/push?to=${encodeURIComponent(pushed)}`)
    await page.click("button")
    await expectOurPage(page)
    await expect.poll(heldLinks).toContain(linkOf("Push000000"))
  })

  test.each([
    "/join/id-AAAAAAAAAA/#pwd-",
    "//join/id-AAAAAAAAAA#pwd-",
    "/JOIN/id-AAAAAAAAAA#pwd-",
    "/join/id-AAAAAAAAAAA#pwd-",
    "/join/id-%41AAAAAAAAA#pwd-",
    "/join/id-AAAAAAAAAA?utm_source=mail#pwd-",
    "/join/id-#pwd-",
  ])("the near-link %s is stopped too", async (path) => {
    const page = await WAYS[0]?.go(browser.context, site, `${site.server}${path}${PASSWORD}`)
    await expectOurPage(page)
    expect(site.joinRequests).toBe(0)
  })

  test("what is no meeting link is let through", async () => {
    const page = await browser.context.newPage()
    await page.goto(`${site.server}/joint/id-AAAAAAAAAA`)
    expect(await page.textContent("body")).toContain("served")
  })

  test("the site opens in the asking tab alone, until that tab goes elsewhere", async () => {
    const link = linkOf("Instead000")
    const page = await browser.context.newPage()
    await page.goto(link).catch(ignoreStopped)
    await expectOurPage(page)
    const opened = page.waitForURL(link)
    await page.evaluate((url) => void chrome.runtime.sendMessage({ kind: "open-site", url }), link)
    await opened
    expect(await page.textContent("body")).toContain("served")
    expect(site.joinRequests).toBe(1)
    const other = await browser.context.newPage()
    await other.goto(link).catch(ignoreStopped)
    await expectOurPage(other)
    await page.goto(`${site.origin}/anchor?to=x`)
    await expect.poll(heldLinks).not.toContain("opened-site")
    await page.goto(link).catch(ignoreStopped)
    await expectOurPage(page)
    expect(site.joinRequests).toBe(1)
  })
})

describe("without the extension", () => {
  let browser: TestBrowser

  beforeAll(async () => {
    browser = await launchBrowser({ extension: null })
  })
  afterAll(async () => browser.close())

  test.each([...WAYS, { name: "in a frame", go: visit("/frame") }])(
    "a link $name makes exactly one request",
    async ({ go }) => {
      const page = await go(browser.context, site, linkOf("Without000"))
      await expect.poll(() => site.scriptRuns).toBe(1)
      expect(site.joinRequests).toBe(1)
      await page.close()
    },
  )
})
