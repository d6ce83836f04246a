// The pages of the built extension, opened as the browser opens them: its policy, its background, its engine.

import type { Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  BUILT_EXTENSION,
  launchBrowser,
  openExtensionPage,
  type TestBrowser,
  waitForBackground,
} from "../harness/browser.ts"

const HOST = "meet.example.invalid"
const LINK = `https://${HOST}/join/id-0123456789#pwd-0123456789abcdefghijkl`

const MAX_SELF_TEST_MS = 10_000

let browser: TestBrowser

beforeAll(async () => {
  browser = await launchBrowser({
    extension: BUILT_EXTENSION,
    args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  })
  await waitForBackground(browser)
})

afterAll(() => browser.close())

/** Opens a page of the extension and collects what the browser complains of. */
async function openPage(path: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const complaints: string[] = []
  const page = await openExtensionPage(browser.context, "welcome.html")
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(new URL(path, page.url()).href)
  return { page, complaints }
}

/** Opens a link as a person who types it. */
async function follow(link: string): Promise<Page> {
  const page = await browser.context.newPage()
  await page.goto(link).catch(() => undefined) // the navigation is stopped, which Playwright calls a failure
  return page
}

describe("a page of the extension", () => {
  it("says after installing what it does, under the extension's own policy", async () => {
    const { page, complaints } = await openPage("welcome.html")
    await page.getByRole("heading", { name: "Wardroom is ready" }).waitFor()
    await page.getByRole("textbox", { name: "Server" }).fill("not a server")
    await page.getByRole("button", { name: "Add server" }).click()
    await page.getByText("This is not an address of a server").waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  it("offers a new meeting and a link in the popup while no meeting is on", async () => {
    const { page, complaints } = await openPage("popup.html")
    await page.getByRole("button", { name: "New meeting" }).waitFor()
    await page.getByTestId("release-state").getByText("Unsigned build").waitFor()
    await page.getByRole("textbox", { name: "Meeting link" }).fill("https://example.invalid/")
    await page.getByRole("button", { name: "Open" }).click()
    await page.getByText("This is not a meeting link").waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  it("finds the engine from a tab without a link, and says that no meeting is open", async () => {
    const { page, complaints } = await openPage("meeting.html")
    await page.getByRole("heading", { name: "No meeting is open here" }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })
})

describe("the page about this client", () => {
  it("is one press away from the popup's badge and from the settings", async () => {
    for (const [path, name] of [
      ["popup.html", "Unsigned build"],
      ["options.html", "About this client"],
    ] as const) {
      const { page } = await openPage(path)
      const opened = browser.context.waitForEvent("page")
      await page.getByRole("link", { name }).last().click()
      await (await opened).getByRole("heading", { name: "About this client" }).waitFor()
      await Promise.all([page.close(), (await opened).close()])
    }
  })

  it("says of an unsigned build that it is one, and passes its self-test in ten seconds", async () => {
    const { page, complaints } = await openPage("about.html")
    await page.getByTestId("release-state").getByText("Unsigned build").waitFor()
    expect(await page.getByTestId("detail").textContent()).toContain("state: unsigned")
    await page.getByRole("button", { name: "Run the self-test" }).click()
    await page.getByText("cases came out as they must").waitFor({ timeout: MAX_SELF_TEST_MS })
    expect(complaints).toEqual([])
    await page.close()
  })

  it("takes no statement while it has not passed its own check", async () => {
    const { page, complaints } = await openPage("about.html")
    await page.getByText("Only a client that passed its own check").waitFor()
    expect(await page.getByLabel("Choose files").count()).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })
})

describe("a followed link", () => {
  it("to an unknown server names it and asks, with no trace of the link in the address", async () => {
    const page = await follow(LINK)
    await page.getByRole("button", { name: `Join on ${HOST}` }).waitFor()
    await page.getByRole("button", { name: "Open the site instead" }).waitFor()
    expect(new URL(page.url()).pathname).toBe("/meeting.html")
    expect(new URL(page.url()).search + new URL(page.url()).hash).toBe("")
    await page.close()
  })

  it("that is damaged is explained", async () => {
    const page = await follow(LINK.replace(/#.*/, ""))
    await page.getByRole("heading", { name: "This meeting link is damaged" }).waitFor()
    await page.getByText("is missing. It holds the password").waitFor()
    await page.close()
  })

  it("to a server that cannot be reached says so and offers to try again", async () => {
    const page = await follow(LINK)
    await page.getByRole("button", { name: `Join on ${HOST}` }).click()
    await page.getByRole("heading", { name: "The meeting’s server does not answer" }).waitFor()
    await page.getByRole("button", { name: "Join again" }).waitFor()
    await page.close()
  })
})
