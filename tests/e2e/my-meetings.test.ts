// The owner's meetings in the browser: made, copied, put into a calendar, given another link, moved in a file, deleted.

import { readFile } from "node:fs/promises"
import ICAL from "ical.js"
import type { Download, Locator, Page } from "playwright"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"

const PASSPHRASE = "correct horse battery"

let place: MeetingPlace
let ana: Person
let ben: Person
let page: Page

beforeAll(async () => {
  place = await openMeetingPlace()
  ;[ana, ben] = [await place.person("Ana", null), await place.person("Ben", null)]
  page = await openExtensionPage(ana.context, "meetings.html")
})

afterAll(() => place[Symbol.asyncDispose]())

const button = (within: Page | Locator, name: string) => within.getByRole("button", { name, exact: true })
const field = (within: Page | Locator, name: string) => within.getByLabel(name, { exact: true })
const card = (name: string) => page.locator(`[data-testid="my-meeting"][data-name="${name}"]`)

/** Fills the form of a new meeting, and waits for its card. */
async function make(name: string, fill: () => Promise<void> = async () => {}): Promise<Locator> {
  await button(page, "New meeting").click()
  await field(page, "Name").fill(name)
  const servers = page.getByRole("combobox", { name: "Server" })
  if (await servers.isVisible()) await servers.selectOption("other")
  await page.getByRole("textbox", { name: /server/i }).fill(place.origin)
  await fill()
  await button(page, "Make the meeting").click()
  await card(name).waitFor()
  return card(name)
}

async function copyLink(of: Locator): Promise<string> {
  await of.getByRole("button", { name: /^(?:Copy link|Copied)$/ }).click()
  await button(of, "Copied").waitFor()
  return paste()
}

/** What is on the clipboard, as a person finds out. */
async function paste(): Promise<string> {
  const paper = await ana.context.newPage()
  await paper.setContent("<textarea></textarea>")
  await paper.getByRole("textbox").press("ControlOrMeta+V")
  const text = await paper.getByRole("textbox").inputValue()
  await paper.close()
  return text
}

async function more(of: Locator, action: string): Promise<void> {
  if (!(await button(of, action).isVisible())) await button(of, "More").click()
  await button(of, action).click()
}

async function download(press: () => Promise<void>): Promise<Download> {
  const [saved] = await Promise.all([page.waitForEvent("download"), press()])
  return saved
}

/** Opens a link as a guest; ends at the join button or at a page that says why not. */
async function guestMeets(link: string, words: string): Promise<void> {
  await ben.page.goto(link).catch(() => undefined) // the navigation is stopped
  await ben.page.waitForURL(`chrome-extension://${EXTENSION_ID}/**`)
  const unknown = ben.page.getByRole("button", { name: `Join on ${new URL(link).host}` })
  const expected = ben.page.getByText(words).first()
  await unknown.or(expected).first().waitFor()
  if (await unknown.isVisible()) await unknown.click()
  await expected.waitFor()
  await leaveEngine(ben.page)
}

/** Takes back what the engine is about, seen from a page of the extension. */
async function leaveEngine(from: Page): Promise<void> {
  await from.evaluate(async () => {
    for (const { wardroomEngine } of chrome.extension.getViews()) await wardroomEngine?.leave()
  })
}

describe("my meetings", () => {
  it("are none at first, and one press away in the popup", async () => {
    const popup = await openExtensionPage(ana.context, "popup.html")
    const opened = ana.context.waitForEvent("page")
    await popup.getByRole("link", { name: "My meetings" }).click()
    await (await opened).getByRole("heading", { name: "No meeting yet" }).waitFor()
    await Promise.all([popup.close(), (await opened).close()])
  })

  it("want a name, and a server that is one", async () => {
    await button(page, "New meeting").click()
    await page.getByRole("textbox", { name: /server/i }).fill("not a server")
    await button(page, "Make the meeting").click()
    await page.getByText("Type a name").waitFor()
    await page.getByText("This is not an address of a server").waitFor()
    await button(page, "Cancel").click()
  })

  it("are made with a name that guests read, and copied", async () => {
    const link = await copyLink(await make("Design review"))
    expect(link).toMatch(new RegExp(`^${place.origin}/join/id-[0-9A-Za-z]{10}#pwd-[0-9A-Za-z]{22}$`))
    await guestMeets(link, "Design review")
  })

  it("are shown as a QR code of the link", async () => {
    await button(card("Design review"), "QR code").click()
    await page.getByRole("img", { name: "QR code of the link to Design review" }).waitFor()
    await button(card("Design review"), "QR code").click()
  })

  it("are put into a calendar that another program reads", async () => {
    const scheduled = await make("Kick-off", async () => {
      await field(page, "What kind").selectOption("scheduled")
      await field(page, "Starts").fill("2026-06-01T10:30")
      await field(page, "Minutes").fill("45")
      await field(page, "Time zone").selectOption("Europe/Berlin")
    })
    const saved = await download(() => button(scheduled, "Calendar file").click())
    expect(saved.suggestedFilename()).toBe("Kick-off.ics")
    const component = new ICAL.Component(ICAL.parse(await readFile(await saved.path(), "utf8")))
    const event = new ICAL.Event(component.getFirstSubcomponent("vevent") ?? undefined)
    expect(event.summary).toBe("Kick-off")
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-06-01T08:30:00.000Z")
    expect(event.endDate.toJSDate().toISOString()).toBe("2026-06-01T09:15:00.000Z")
    expect(event.location).toBe(await copyLink(scheduled))
    expect(event.description).toContain(event.location)
  })

  it("get another link, and the old one is dead", async () => {
    const old = await copyLink(card("Design review"))
    await more(card("Design review"), "New link")
    await button(page, "Make a new link").click()
    await page.getByText("The old link is dead").waitFor()
    const link = await copyLink(card("Design review"))
    expect(link).not.toBe(old)
    await guestMeets(old, "This link opens no meeting")
    await guestMeets(link, "Design review")
    await button(card("Design review"), "Close").click()
  })

  it("are forgotten here and opened by their guests still", async () => {
    const link = await copyLink(card("Kick-off"))
    await more(card("Kick-off"), "Forget here")
    await button(card("Kick-off"), "Forget it here").click()
    await card("Kick-off").waitFor({ state: "detached" })
    await guestMeets(link, "Kick-off")
  })

  it("are set to ask, renamed and deleted where that is pressed", async () => {
    const meeting = await make("Interview")
    await more(meeting, "Settings")
    await button(meeting, "Read the settings").click()
    await field(meeting, "Who comes in").selectOption("ask")
    await button(meeting, "Save settings").click()
    await meeting.getByText("The settings are changed.").waitFor()
    await button(meeting, "Close").click()
    await more(meeting, "Rename")
    await field(meeting, "Your word for it").fill("Tuesday")
    await meeting.getByRole("button", { name: "Rename", exact: true }).last().click()
    const link = await copyLink(card("Tuesday"))
    await more(card("Tuesday"), "Delete")
    await button(card("Tuesday"), "Delete the meeting").click()
    await card("Tuesday").waitFor({ state: "detached" })
    await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe("List of meetings")
    await guestMeets(link, "This link opens no meeting")
  })

  it("made in the popup are kept too, and cannot be deleted with everything while they are on", async () => {
    const { host, link } = await ana.makeMeeting(place.origin)
    await page.reload()
    expect(await copyLink(card("Meeting"))).toBe(link)
    await button(page, "Delete everything").click()
    await button(page, "Delete it all now").click()
    await page.getByText("You are in a meeting, or about to join one.").waitFor()
    await button(page, "Cancel").click()
    await leaveEngine(host.page) // its tab stays, and with it the engine
    await page.bringToFront()
  })

  it("are exported, deleted with everything else, imported, and their owner is host again", async () => {
    const link = await copyLink(card("Design review"))
    await button(page, "Export all").click()
    await field(page, "Passphrase of the file").fill(PASSPHRASE)
    await field(page, "Passphrase again").fill("another one")
    await button(page, "Save the file").click()
    await page.getByText("The two are not the same.").waitFor()
    await field(page, "Passphrase again").fill(PASSPHRASE)
    const saved = await download(() => button(page, "Save the file").click())
    const file = await saved.path()
    expect(await readFile(file, "latin1")).not.toContain(link.slice(-22))

    await button(page, "Delete everything").click()
    await page.getByText("This cannot be undone").waitFor()
    await button(page, "Delete it all now").click()
    await page.getByRole("heading", { name: "Everything is deleted" }).waitFor()
    expect(await page.evaluate(kept)).toEqual({ databases: [], settings: 0, stored: 0, caches: 0, rights: 0 })

    await button(page, "Start afresh").click()
    await page.getByRole("heading", { name: "No meeting yet" }).waitFor()
    await button(page, "Import").click()
    await field(page, "File of meetings").setInputFiles(file)
    await field(page, "Passphrase of the file").fill("not this one")
    await button(page, "Open the file").click()
    await page.getByText("The passphrase is another one").waitFor()
    await field(page, "Passphrase of the file").fill(PASSPHRASE)
    await button(page, "Open the file").click()
    await page.getByText("Design review: added. You are host of it here.").waitFor()

    const opened = ana.context.waitForEvent("page")
    await button(card("Design review"), "Start").click()
    const host = ana.at(await opened)
    await host.page.getByRole("button", { name: `Join on ${new URL(link).host}` }).click()
    await host.join()
    const popup = await openExtensionPage(ana.context, "popup.html")
    await popup.getByText(/\byou\W+host\b/).waitFor()
    await popup.close()
    await host.leave()
  })
})

/** What the browser still has of the extension. */
async function kept() {
  const stored = { ...(await chrome.storage.local.get()), ...(await chrome.storage.session.get()) }
  const { origins = [] } = await chrome.permissions.getAll()
  return {
    databases: (await indexedDB.databases()).map(({ name }) => name),
    settings: localStorage.length,
    stored: Object.keys(stored).length,
    caches: (await caches.keys()).length,
    rights: origins.length,
  }
}
