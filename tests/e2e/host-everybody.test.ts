// A host's orders about everybody at once, about shown screens, and about what everybody may do.

import { afterAll, beforeAll, expect, test } from "vitest"
import {
  chooseAdmission,
  isIn,
  knock,
  lineOf,
  openMore,
  openPeople,
  orderOf,
  press,
  switchRight,
  tileOf,
} from "../harness/host-hand.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { CHOOSE_SLIDES, openSlides } from "../harness/slides.ts"
import { openThree, seeEachOther } from "../harness/three-people.ts"

let place: MeetingPlace
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 0, ben: { args: CHOOSE_SLIDES } }))
})

afterAll(() => place[Symbol.asyncDispose]())

test("all who wait are let in at once", async () => {
  await chooseAdmission(ana, "Ask")
  await Promise.all([knock(ben, link), knock(chidi, link)])
  await ana.page.getByText("2 people ask to come in.").first().waitFor()
  await openPeople(ana)
  await press(ana, "Let all 2 in")
  await Promise.all([isIn(ben), isIn(chidi)])
  await seeEachOther([ana, ben, chidi])
})

test("all are muted, and whoever wants to speaks again", async () => {
  await openMore(ana)
  await press(ana, "Mute all")
  await ben.page.getByText("Ana muted you. You may unmute yourself.").waitFor()
  await tileOf(chidi, "Ben").getByText("Muted by a host").waitFor({ state: "attached" })
  await tileOf(ben, "Chidi").getByText("Muted by a host").waitFor({ state: "attached" })
  await press(ben, "Unmute microphone")
  await tileOf(chidi, "Ben").getByText("Microphone on").waitFor({ state: "attached" })
  expect(await ana.page.getByRole("button", { name: "Mute microphone" }).isVisible()).toBe(true)
})

test("all are muted until a host allows all to speak", async () => {
  await press(ana, "Mute all until a host allows speaking")
  const held = ben.page.getByRole("button", { name: "Unmute microphone", description: /does not allow you to unmute/ })
  await held.waitFor()
  await press(ana, "Allow all to speak")
  await held.waitFor({ state: "detached" })
  await press(ben, "Unmute microphone")
  await tileOf(chidi, "Ben").getByText("Microphone on").waitFor({ state: "attached" })
})

test("all cameras go off, and all hands down", async () => {
  await press(ben, "Raise hand")
  await press(chidi, "Raise hand")
  await openPeople(chidi)
  await lineOf(chidi, "Ben").getByText("hand raised, number 1").waitFor({ state: "attached" })
  await lineOf(chidi, "Chidi").getByText("hand raised, number 2").waitFor({ state: "attached" })
  await press(ana, "Lower all hands")
  await Promise.all([ben, chidi].map(({ page }) => page.getByRole("button", { name: "Raise hand" }).waitFor()))
  await press(ana, "Turn off all cameras")
  await lineOf(chidi, "Ben").getByText("Camera off").waitFor({ state: "attached" })
  await lineOf(chidi, "Ana").getByText("Camera on").waitFor({ state: "attached" })
  await press(ben, "Turn camera on")
  await lineOf(chidi, "Ben").getByText("Camera on").waitFor({ state: "attached" })
})

test("a shown screen is stopped, and shown again", async () => {
  await openSlides(ben.context)
  await showScreen()
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor()
  await press(ana, "Stop all sharing")
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor({ state: "detached" })
  await ben.page.getByText("Ana stopped the showing of your screen. You may show it again.").waitFor()
  await showScreen()
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor()
})

test("one person's screen is stopped by the menu beside their name, and their camera goes on", async () => {
  await orderOf(ana, "Ben", "Stop sharing")
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor({ state: "detached" })
  await lineOf(chidi, "Ben").getByText("screen stopped by Ana").waitFor()
  await lineOf(chidi, "Ben").getByText("Camera on").waitFor({ state: "attached" })
  await showScreen()
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor()
  await lineOf(chidi, "Ben").getByText("screen stopped by Ana").waitFor({ state: "detached" })
})

test("where only hosts may show a screen, a shown one ends, and the button says why", async () => {
  await switchRight(ana, "Show their screen")
  await chidi.page.getByRole("article", { name: "Ben’s screen" }).waitFor({ state: "detached" })
  await ben.page.getByRole("button", { name: "Show your screen", description: /Only hosts may show/ }).waitFor()
})

async function showScreen(): Promise<void> {
  await ben.page.bringToFront()
  await press(ben, "Show your screen")
  await ben.page.getByText("You show your screen to everybody.").waitFor()
}
