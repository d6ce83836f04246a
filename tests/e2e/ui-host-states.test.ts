// What opens in a meeting when a host, or anybody, presses something: menus, questions, panels. In all windows.
// Leaves the pictures in .screenshots/.

import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Locator, Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { launchBrowser, type TestBrowser } from "../harness/browser.ts"
import { openGallery, overflow, settled, VIEWS, violations } from "../harness/gallery/inspect.ts"
import { type Gallery, serveGallery } from "../harness/gallery/server.ts"
import type { StateName } from "../harness/gallery/state-names.ts"

const SCREENSHOTS = join(PROJECT_FOLDER, ".screenshots")

let browser: TestBrowser
let gallery: Gallery

beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true })
  ;[browser, gallery] = await Promise.all([
    launchBrowser({ extension: null, args: ["--hide-scrollbars"] }),
    serveGallery(),
  ])
})

afterAll(async () => {
  await browser.close()
  await gallery.close()
})

describe.each(VIEWS)("in a $name window", ({ name, width, height, scheme, text }) => {
  let page: Page

  beforeAll(async () => {
    page = await openGallery(browser.context, gallery, text)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
  })

  afterAll(() => page.close())

  const press = (label: string) => page.getByRole("button", { name: label, exact: true }).click()

  async function show(state: StateName) {
    await page.evaluate((each) => window.showState(each), state)
    await settled(page)
  }

  async function expectSound(picture: string) {
    await settled(page)
    await page.screenshot({ path: join(SCREENSHOTS, `${picture}-${name}.png`), fullPage: true })
    expect(await overflow(page)).toEqual([])
    expect(await violations(page)).toEqual([])
  }

  it("who waits stands above the code, with an answer to each and to all", async () => {
    await show("host-waiting")
    await press("Show people and security code")
    await page.getByRole("button", { name: "Let Eva Brandt in" }).waitFor()
    await expectSound("host-waiting-panel")
  })

  it("a person's menu says what a removal does before it is done", async () => {
    await show("host-locked")
    await press("Show people and security code")
    await press("What to do with Chidi")
    await page.getByRole("button", { name: "Remove", exact: true }).scrollIntoViewIfNeeded()
    await expectSound("host-person-menu")
    await press("Remove")
    await page.getByRole("button", { name: "Remove Chidi" }).scrollIntoViewIfNeeded()
    await expectSound("host-person-remove")
    await press("Remove Chidi")
    await page.getByText("You may not do that in this meeting").waitFor()
    await expectSound("host-order-failed")
  })

  it("what a host orders of the meeting asks before the link changes or all are sent away", async () => {
    await show("host-locked")
    await press("More")
    await page.getByRole("radio", { name: "Locked" }).waitFor()
    expect(await page.getByRole("radio", { name: "Locked" }).isChecked()).toBe(true)
    await expectSound("host-more")
    await press("Change the link")
    await press("End for all")
    await page.getByRole("button", { name: "End it for all" }).scrollIntoViewIfNeeded()
    await expectSound("host-more-asking")
  })

  it("a co-host finds nothing that takes the host key", async () => {
    await show("host-co-host")
    await press("More")
    await page.getByText("take the meeting’s host key").scrollIntoViewIfNeeded()
    expect(await page.getByRole("button", { name: "Change the link" }).count()).toBe(0)
    await expectSound("host-more-co-host")
  })

  it("a person's menu and the door are reached and left by keyboard", async () => {
    await show("host-locked")
    await page.getByRole("button", { name: "Show people and security code" }).focus()
    await page.keyboard.press("Enter")
    const menu = page.getByRole("button", { name: "What to do with Chidi" })
    await menu.focus()
    await page.keyboard.press("Enter")
    await expectFocus(page.getByRole("button", { name: "Compare a code with Chidi" }))
    const remove = page.getByRole("button", { name: "Remove", exact: true })
    await remove.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expectFocus(page.getByRole("button", { name: "Remove Chidi" }))
    await page.keyboard.press("Escape")
    await expectFocus(remove)
    await page.keyboard.press("Escape")
    await expectFocus(menu)
    await page.keyboard.press("Escape")
    const opener = page.getByRole("button", { name: "Show people and security code" })
    await expectFocus(opener)

    await show("host-locked")
    await press("More")
    const locked = page.getByRole("radio", { name: "Locked" })
    await locked.focus()
    await page.keyboard.press("ArrowUp")
    await page.getByText("You may not do that in this meeting").waitFor()
    expect(await locked.isChecked()).toBe(true)
  })

  it("a host who leaves is asked who goes on", async () => {
    await show("host-locked")
    await press("Leave")
    await page.getByRole("dialog", { name: "Leave the meeting?" }).waitFor()
    await expectSound("host-leave")
    await page.keyboard.press("Escape")
    await expectFocus(page.getByRole("button", { name: "Leave", exact: true }))
    await show("popup-meeting")
    await press("Leave")
    await page.getByRole("dialog", { name: "Leave the meeting?" }).waitFor()
    await expectSound("popup-leave")
  })

  it("the chat has its messages and an entry, and is closed where only hosts may write", async () => {
    await show("meeting-chat")
    await press("Show chat")
    const entry = page.getByRole("textbox", { name: "Message" })
    await expectFocus(entry)
    await entry.fill("x".repeat(1950))
    await page.getByText("50 characters left").waitFor()
    await expectSound("chat")
    await entry.press("Enter")
    expect(await entry.inputValue()).toBe("")
    await show("meeting-four")
    await press("Show chat")
    await expectSound("chat-empty")
    await show("member-hosts-only")
    await press("Show chat")
    await page.getByText("Only hosts may write in this meeting").waitFor()
    expect(await entry.count()).toBe(0)
    await expectSound("chat-hosts-only")
  })

  it("nobody who is no host sees an order, and each panel gives the focus back", async () => {
    await show("member-hosts-only")
    await press("More")
    expect(await page.getByRole("radio").count()).toBe(0)
    expect(await page.getByRole("button", { name: /all/i }).count()).toBe(0)
    await expectSound("member-more")
    await page.keyboard.press("Escape")
    await expectFocus(page.getByRole("button", { name: "More", exact: true }))
    await press("Show people and security code")
    await press("What to do with Chidi")
    expect(await page.getByRole("group", { name: "What to do with Chidi" }).getByRole("button").count()).toBe(1)
  })
})

async function expectFocus(control: Locator): Promise<void> {
  await expect.poll(() => control.evaluate((element) => document.activeElement === element)).toBe(true)
}
