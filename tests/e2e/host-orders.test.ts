// A host's orders about people: everybody sees who gave them, and every client carries them out.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { connectionStates, watchConnections } from "../harness/connections.ts"
import { isIn, knock, lineOf, openPeople, orderOf, press, reads, switchRight, tileOf } from "../harness/host-hand.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { openThree, seeEachOther } from "../harness/three-people.ts"
import { forgetTiles, readTiles, watchTiles } from "../harness/tile-watch.ts"

/** The test tone beeps at about 0.1; silence that went through Opus stays below 0.0001. */
const AUDIBLE = 0.005
const WITHIN = { timeout: 60_000, interval: 200 }

let place: MeetingPlace
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 1 }))
  await chidi.openLink(link)
  await watchConnections(chidi.page)
  await chidi.join()
  await seeEachOther([ana, ben, chidi])
  await watchTiles(chidi.page)
  await vi.waitFor(async () => expect(await loudest(chidi, "Ben")).toBeGreaterThan(AUDIBLE), WITHIN)
})

afterAll(() => place[Symbol.asyncDispose]())

test("whoever is muted is not heard by anybody, and learns by whom and that they may not undo it", async () => {
  await orderOf(ana, "Ben", "Mute until a host allows speaking")
  await tileOf(chidi, "Ben").getByText("Muted by a host").waitFor({ state: "attached" })
  await ben.page.getByText("Ana muted you. You can speak again when a host allows it").waitFor()
  await forgetTiles(chidi.page)
  await expect.poll(() => loudest(chidi, "Ana"), WITHIN).toBeGreaterThan(AUDIBLE)
  expect(await loudest(chidi, "Ben")).toBeLessThan(AUDIBLE)

  const unmute = ben.page.getByRole("button", { name: "Unmute microphone" })
  await ben.page
    .getByRole("button", { name: "Unmute microphone", description: /does not allow you to unmute/ })
    .waitFor()
  await press(ben, "Unmute microphone") // which says that it does nothing now
  await ben.page.getByRole("status").getByText("A host does not allow you to unmute.").waitFor()
  await openPeople(chidi)
  await lineOf(chidi, "Ben").getByText("muted by Ana until a host allows speaking").waitFor()
  expect(await unmute.isVisible()).toBe(true)
})

test("a raised hand asks, and whoever is allowed speaks and is heard again", async () => {
  await press(ben, "Raise hand")
  await openPeople(ana)
  await lineOf(ana, "Ben").getByText("hand raised, number 1").waitFor({ state: "attached" })
  await orderOf(ana, "Ben", "Lower hand")
  await ben.page.getByRole("button", { name: "Raise hand" }).waitFor()
  await orderOf(ana, "Ben", "Allow to speak")
  await press(ben, "Unmute microphone")
  await tileOf(chidi, "Ben").getByText("Microphone on").waitFor({ state: "attached" })
  await forgetTiles(chidi.page)
  await expect.poll(() => loudest(chidi, "Ben"), WITHIN).toBeGreaterThan(AUDIBLE)
})

test("a camera that a host turned off is off for everybody until its owner turns it on", async () => {
  await orderOf(ana, "Ben", "Turn off camera")
  await ben.page.getByText("Ana turned off your camera.").waitFor()
  await openPeople(chidi)
  await lineOf(chidi, "Ben").getByText("Camera off").waitFor({ state: "attached" })
  await press(ben, "Turn camera on")
  await lineOf(chidi, "Ben").getByText("Camera on").waitFor({ state: "attached" })
  await forgetTiles(chidi.page)
  await expect
    .poll(async () => (await readTiles(chidi.page)).tiles["Ben"]?.colours.green ?? 0, WITHIN)
    .toBeGreaterThan(3)
})

test("a chat that is the hosts’ alone is closed to the others, in words", async () => {
  await switchRight(ana, "Write in the chat")
  await press(ben, "Show chat")
  await ben.page.getByText("Only hosts may write in this meeting").waitFor()
  await press(ana, "Show chat")
  await ana.page.getByRole("textbox", { name: "Message" }).fill("Second page first, please.")
  await ana.page.keyboard.press("Enter")
  await ben.page.getByRole("log").getByText("Second page first, please.").waitFor()
})

test("whoever is removed is out, is told so, and does not come back", async () => {
  expect(await connectionStates(chidi.page)).toContain("connected")
  await orderOf(ana, "Chidi", "Remove")
  await press(ana, "Remove Chidi")
  await reads(chidi, "You were removed from the meeting")
  await chidi.page.getByText("Ana removed you.").waitFor()
  await ben.page.getByText("Ana removed Chidi: code changed").first().waitFor()
  await seeEachOther([ana, ben])
  await expect.poll(async () => new Set(await connectionStates(chidi.page)), WITHIN).toEqual(new Set(["closed"])) // hears nothing
  expect(await chidi.page.locator("audio, video").count()).toBe(0)
  await knock(chidi, link)
  await reads(chidi, "You were removed from the meeting")
  await seeEachOther([ana, ben])
})

test("after a removal the link is changed: who is in stays, and the old one opens nothing", async () => {
  await ana.page.getByText("Chidi is out, but still knows the link").waitFor()
  await press(ana, "Change the link")
  await ben.page.getByText("Ana gave the meeting a new link.").waitFor()
  await openPeople(ben)
  await expect.poll(() => shown(ben), WITHIN).not.toBe(link)
  const next = await shown(ben)
  await expect.poll(() => shown(ana), WITHIN).toBe(next)
  await seeEachOther([ana, ben])
  await openDeadLink(chidi)
  await knock(chidi, next)
  await press(ana, "Let in Chidi")
  await isIn(chidi)
})

/** The old link leads to the page that says it opens nothing, where there is no `Join`. */
async function openDeadLink(person: Person): Promise<void> {
  await person.page.goto(link).catch(() => undefined) // the navigation is stopped, which Playwright calls a failure
  await reads(person, "This link opens no meeting")
}

async function loudest(viewer: Person, name: string): Promise<number> {
  return (await readTiles(viewer.page)).tiles[name]?.loudest ?? 0
}

function shown({ page }: Person): Promise<string> {
  return page.getByRole("textbox", { name: "Meeting link" }).inputValue()
}
