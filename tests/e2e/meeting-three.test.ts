// Three people, each in a Chromium of their own, come to one meeting by clicking its link on an ordinary page.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { parseMeetingLink } from "../../src/links/link.ts"
import { launchBrowser, openExtensionPage } from "../harness/browser.ts"
import { openPeople, tileOf } from "../harness/host-hand.ts"
import { startLinkPage } from "../harness/link-page.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { makeSpeech, type Speech } from "../harness/speech.ts"
import { seeEachOther } from "../harness/three-people.ts"
import { readTiles, watchTiles } from "../harness/tile-watch.ts"

const CAMERAS = { Ana: "red", Ben: "green", Chidi: "blue" } as const
const CODE = /^\d{5}( \d{5}){5}$/
const ENOUGH_FRAMES = 10
/** The test tone beeps at about 0.1; silence that went through Opus stays below 0.0001. */
const AUDIBLE = 0.005
const WITHIN = { timeout: 60_000, interval: 200 }

let place: MeetingPlace
let speech: Speech
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  speech = await makeSpeech()
  place = await openMeetingPlace()
  ;[ana, ben, chidi] = await Promise.all([
    place.person("Ana", CAMERAS.Ana),
    place.person("Ben", CAMERAS.Ben, { args: speech.browserArgs }),
    place.person("Chidi", CAMERAS.Chidi),
  ])
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  link = made.link
})

afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await speech[Symbol.asyncDispose]()
})

test("two people who clicked the link read the same code", async () => {
  await ana.openLink(link)
  await ana.join()
  await ben.openLink(link)
  await ben.join()
  await seeEachOther([ana, ben])
  await Promise.all([openPeople(ana), openPeople(ben)])
  const codes = await Promise.all([readCode(ana, 2), readCode(ben, 2)])
  expect(codes[0]).toMatch(CODE)
  expect(codes[1]).toBe(codes[0])
})

test("a third person changes the code for everybody, and who had compared it is told", async () => {
  const before = await readCode(ana, 2)
  await ana.page.getByRole("button", { name: "They match" }).click()
  await panel(ana)
    .getByText(/Compared \d/)
    .waitFor()
  await chidi.openLink(link)
  await chidi.join()
  await Promise.all([openPeople(chidi), seeEachOther([ana, ben, chidi])])
  await ana.page.getByText("Chidi joined: code changed").first().waitFor()
  const codes = await Promise.all([ana, ben, chidi].map((person) => readCode(person, 3)))
  expect(codes[0]).toMatch(CODE)
  expect(new Set(codes).size).toBe(1)
  expect(codes[0]).not.toBe(before)
  await panel(ana).getByText("Changed since compared", { exact: true }).waitFor()
  await panel(ben).getByText("Not compared yet").waitFor()
})

test("the popup shows the code, the emoji and the people of the info panel", async () => {
  const everyone = [ana, ben, chidi]
  const popups = await Promise.all(everyone.map((person) => person.readPopup(3)))
  const panels = await Promise.all(everyone.map(readPanel))
  expect(new Set(popups.map(({ code }) => code)).size).toBe(1)
  expect(panels).toEqual(popups.map(({ code, emoji, epoch, groupSize }) => ({ code, emoji, epoch, groupSize })))
  for (const person of everyone) {
    const roster = await person.page.getByTestId("roster").innerText()
    for (const { name } of everyone) expect(roster).toContain(name)
  }
})

test("picture and sound of everybody arrive on every side", async () => {
  const everyone = [ana, ben, chidi]
  await Promise.all(everyone.map(({ page }) => watchTiles(page)))
  for (const viewer of everyone) {
    const others = Object.entries(CAMERAS).filter(([name]) => name !== viewer.name)
    await vi.waitFor(async () => {
      const { tiles } = await readTiles(viewer.page)
      for (const [name, camera] of others) {
        expect(tiles[name]?.colours[camera] ?? 0, `frames of ${name} at ${viewer.name}`).toBeGreaterThan(ENOUGH_FRAMES)
        expect(tiles[name]?.loudest ?? 0, `sound of ${name} at ${viewer.name}`).toBeGreaterThan(AUDIBLE)
      }
    }, WITHIN)
    const { tiles, refusals } = await readTiles(viewer.page)
    for (const [name, camera] of others) expect(Object.keys(tiles[name]?.colours ?? {})).toEqual([camera])
    expect(refusals).toEqual([])
  }
})

test("the ring of somebody who speaks is shown, and goes when they mute", async () => {
  await expect.poll(async () => (await readTiles(ana.page)).tiles["Ben"]?.hasSpoken, WITHIN).toBe(true)
  await ben.page.getByRole("button", { name: "Mute microphone" }).click()
  const tile = tileOf(ana, "Ben")
  await tile.getByText("Microphone muted").waitFor({ state: "attached" })
  await expect.poll(() => tile.getAttribute("data-speaking"), WITHIN).toBe("false")
})

test("the popup mutes, unmutes and leaves", async () => {
  const popup = await openExtensionPage(chidi.context, "popup.html")
  const tile = tileOf(ana, "Chidi")
  await popup.getByRole("button", { name: "Mute microphone" }).click()
  await tile.getByText("Microphone muted").waitFor({ state: "attached" })
  await popup.getByRole("button", { name: "Unmute microphone" }).click()
  await tile.getByText("Microphone on").waitFor({ state: "attached" })
  await popup.getByRole("button", { name: "Leave", exact: true }).click()
  await popup.getByRole("button", { name: "New meeting" }).waitFor()
  await seeEachOther([ana, ben])
  await ana.page.getByText("Chidi left: code changed").first().waitFor()
  const codes = await Promise.all([readCode(ana, 2), readCode(ben, 2)])
  expect(codes[1]).toBe(codes[0])
})

test("what the SFU tells the service names neither the people nor the meeting, only their sessions and tracks", () => {
  const told = place.webhooks.join("\n")
  const identities = new Set(told.match(/(?<="identity":")[^"]*/g))
  expect(identities.size).toBe(3)
  for (const identity of identities) expect(identity).toMatch(/^[0-9a-f]{32}\.[0-9a-f]{16}$/)
  const rooms = new Set(told.match(/(?<="room":\{[^}]*"name":")[^"]*/g))
  expect([...rooms]).toEqual([expect.stringMatching(/^[0-9A-Za-z]{22}$/)])
  expect(told).toContain('"event":"track_published"') // with kind, codec and size
  const meeting = parseMeetingLink(link)?.meeting
  for (const secret of [...Object.keys(CAMERAS), meeting]) expect(told).not.toContain(secret)
  process.stdout.write(`What the SFU tells the service, once of each kind:\n${oneOfEach(place.webhooks).join("\n")}\n`)
})

test("the service was never asked for the page of the link, and is asked once without the extension", async () => {
  expect(joinPages()).toBe(0)
  const browser = await launchBrowser({ extension: null })
  try {
    await using linkPage = await startLinkPage(link)
    const page = await browser.context.newPage()
    await page.goto(linkPage.url)
    await page.getByRole("link", { name: "Join the meeting" }).click()
    await page.waitForURL(`${place.origin}/**`)
    expect(joinPages()).toBe(1)
  } finally {
    await browser.close()
  }
})

/** The first call of each event. */
function oneOfEach(bodies: readonly string[]): readonly string[] {
  return [...Map.groupBy(bodies, (body) => /(?<="event":")[^"]*/.exec(body)?.[0] ?? "")].flatMap(
    ([, [first = ""]]) => first,
  )
}

function joinPages(): number {
  return place.lines.filter(({ event }) => event === "join-page").length
}

function panel({ page }: Person) {
  return page.getByRole("complementary", { name: "People and security code" })
}

/** The code in the open panel, once it is of a group of this size. */
async function readCode({ page }: Person, groupSize: number): Promise<string> {
  await page
    .getByTestId("group-size")
    .and(page.getByText(String(groupSize), { exact: true }))
    .waitFor({ state: "attached" })
  return page.getByTestId("security-code").innerText()
}

async function readPanel({ page }: Person) {
  return {
    code: await page.getByTestId("security-code").innerText(),
    emoji: await page.getByTestId("security-code-emoji").innerText(),
    epoch: await page.getByTestId("epoch").textContent(),
    groupSize: Number(await page.getByTestId("group-size").textContent()),
  }
}
