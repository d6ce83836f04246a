// One meeting and its tabs: another link, the same link, a reload, a closed tab, a crash; and one meeting after another.

import type { Page } from "playwright"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { engineWorkers } from "../harness/engine-workers.ts"
import { EXTENSION_ID } from "../harness/extension-id.ts"
import { startLinkPage } from "../harness/link-page.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { readTiles, watchTiles } from "../harness/tile-watch.ts"

const ENOUGH_FRAMES = 5
const WITHIN = { timeout: 60_000, interval: 200 }
const OUR_TAB = new RegExp(`^chrome-extension://${EXTENSION_ID}/meeting\\.html`)

let place: MeetingPlace
let ana: Person
let ben: Person
let link: string
let otherLink: string

beforeAll(async () => {
  place = await openMeetingPlace()
  ;[ana, ben] = await Promise.all([place.person("Ana", "red"), place.person("Ben", "green")])
  link = await makeLink(ana)
  otherLink = await makeLink(ben)
  await Promise.all([ana.openLink(link), ben.openLink(link)])
  await ana.join()
  await ben.join()
  await seeEachOther()
})

afterAll(() => place[Symbol.asyncDispose]())

test("the link of the running meeting leads back to its tab", async () => {
  const tab = await clickInNewTab(ben, link)
  await tab.getByText("This meeting is open in another tab").waitFor()
  expect(await ben.page.evaluate(() => document.visibilityState)).toBe("visible")
  await tab.close()
  await seeEachOther()
})

test("another link asks first, and returning to the meeting changes nothing", async () => {
  const before = await stateOf(ben)
  const tab = await clickInNewTab(ben, otherLink)
  await tab.getByRole("heading", { name: "You are in Meeting" }).waitFor()
  await tab.getByRole("button", { name: "Return to Meeting" }).click()
  await expect.poll(() => ben.page.evaluate(() => document.visibilityState), WITHIN).toBe("visible")
  await tab.close()
  await ben.page.getByRole("button", { name: "Leave", exact: true }).waitFor()
  expect(await stateOf(ben)).toEqual(before)
})

test("a reload of the tab keeps the call: nobody leaves, and the picture goes on", async () => {
  const before = await stateOf(ben)
  await ben.page.reload()
  await ben.page.getByRole("button", { name: "Leave", exact: true }).waitFor()
  await seeEachOther()
  expect(await stateOf(ben)).toEqual(before)
  expect(await ana.page.getByText("Ben left: code changed").count()).toBe(0)
})

test("a tab that is closed and opened again in time keeps the call", async () => {
  const before = await stateOf(ben)
  const other = await ben.context.newPage()
  await ben.page.close()
  ben = ben.at(await clickInNewTab(ben, link))
  await ben.page.getByRole("button", { name: "Leave", exact: true }).waitFor()
  await other.close()
  expect(await stateOf(ben)).toEqual(before)
  await seeEachOther()
})

test("leaving for another meeting, and one meeting after another, leave nothing of the first behind", async () => {
  const workers = await engineWorkers(ben.context)
  expect(workers.length).toBeGreaterThan(0)
  const tab = await clickInNewTab(ben, otherLink)
  await tab.getByRole("button", { name: /^Leave and join/ }).click()
  await tab.getByRole("button", { name: "Join", exact: true }).waitFor()
  await ana.sees([])
  await ben.page.close()
  ben = ben.at(tab)
  await ben.join()
  expect(await stateOf(ben)).toMatchObject({ groupSize: 1, people: ["Ben"] })
  await expect.poll(() => engineWorkers(ben.context), WITHIN).toEqual(workers)
  await ana.leave()
  // The check of the release is the document's, not the meeting's.
  const ofTheRelease = expect.stringContaining("/release.worker-")
  await expect.poll(() => engineWorkers(ana.context), WITHIN).toEqual([ofTheRelease])
  expect(await statisticsOf(ana)).toEqual({ received: [], sent: [], epochs: [] })
  await ana.openLink(otherLink)
  await ana.join()
  expect(await stateOf(ana)).toMatchObject({ groupSize: 2, people: ["Ana", "Ben"] })
  await seeEachOther()
})

test("a tab that is closed ends the call after ten seconds, and not at once", async () => {
  const other = await ben.context.newPage() // keeps the browser
  const closedAtMs = performance.now()
  await ben.page.close()
  await ana.sees([])
  expect(performance.now() - closedAtMs).toBeGreaterThan(9_000)
  ben = ben.at(other)
})

test("somebody whose browser crashes is taken out of the group", async () => {
  await ben.openLink(otherLink)
  await ben.join()
  await seeEachOther()
  const session = await ben.context.newCDPSession(ben.page)
  const crash = session.send("Browser.crash").catch(() => {}) // nobody is left to answer
  await vi.waitFor(async () => expect(await stateOf(ana)).toMatchObject({ groupSize: 1 }), WITHIN)
  await crash
})

/** A link to a new meeting of this person, who turns away from it. */
async function makeLink(person: Person): Promise<string> {
  const made = await person.makeMeeting(place.origin)
  await made.host.page.evaluate(async () => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    await engine?.leave()
    engine?.dismiss()
  })
  await made.host.page.close()
  return made.link
}

/** Clicks a link on an ordinary page in a new tab, and gives our page that opens in its place. */
async function clickInNewTab({ context }: Person, wanted: string): Promise<Page> {
  await using linkPage = await startLinkPage(wanted)
  const tab = await context.newPage()
  await tab.goto(linkPage.url)
  await tab.getByRole("link", { name: "Join the meeting" }).click()
  await tab.waitForURL(OUR_TAB)
  return tab
}

async function seeEachOther(): Promise<void> {
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
  await Promise.all([ana, ben].map(({ page }) => watchTiles(page)))
  await vi.waitFor(async () => {
    const [atAna, atBen] = await Promise.all([readTiles(ana.page), readTiles(ben.page)])
    expect(atAna.tiles["Ben"]?.colours.green ?? 0, "frames of Ben at Ana").toBeGreaterThan(ENOUGH_FRAMES)
    expect(atBen.tiles["Ana"]?.colours.red ?? 0, "frames of Ana at Ben").toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
}

/** What makes this call this call: who is in, since when, in which epoch. */
async function stateOf({ page }: Person) {
  return page.evaluate(() => {
    const engines = chrome.extension.getViews().flatMap((view) => view.wardroomEngine ?? [])
    const [engine] = engines
    if (engines.length !== 1 || engine?.snapshot.phase !== "meeting") throw new Error("in no meeting")
    const { people, security, since } = engine.snapshot
    return { people: people.map(({ name }) => name), groupSize: security.groupSize, epoch: security.epoch, since }
  })
}

async function statisticsOf({ page }: Person) {
  return page.evaluate(() =>
    chrome.extension
      .getViews()
      .find((view) => view.wardroomEngine !== undefined)
      ?.wardroomEngine?.statistics(),
  )
}
