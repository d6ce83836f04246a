// The list of people, with names that mislead; what is ordered here is ordered by the pointer.

import { afterAll, beforeAll, expect, test } from "vitest"
import { lineOf, openMore, openPeople, press, tileOf } from "../harness/host-hand.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { openThree } from "../harness/three-people.ts"

const WITHIN = { timeout: 30_000, interval: 100 }
/** With a Cyrillic А. */
const LIKE_ANA = "\u0410na"
/** With a Cyrillic і; nobody else's name looks like it. */
const OF_TWO_ALPHABETS = "D\u0456na"

let place: MeetingPlace
let ana: Person
let ben: Person
/** Comes under other names than his own. */
let chidi: Person
let link: string

beforeAll(async () => {
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 1 }))
  await Promise.all([openPeople(ana), openPeople(ben)])
})

afterAll(() => place[Symbol.asyncDispose]())

test("everybody is in it with what is on, what they say they run, and since when", async () => {
  const [bens, anas] = [lineOf(ana, "Ben"), lineOf(ben, "Ana")]
  await expect.poll(() => bens.innerText(), WITHIN).toMatch(/says it runs an unsigned build · here since \d/)
  await expect
    .poll(() => anas.innerText(), WITHIN)
    .toMatch(/^host · says it runs an unsigned build · here when you came$/m)
  for (const line of [bens, anas]) {
    await line.getByText("Camera on").waitFor({ state: "attached" })
    await line.getByText("Microphone on").waitFor({ state: "attached" })
  }
  await press(ben, "Mute microphone")
  await bens.getByText("Microphone muted").waitFor({ state: "attached" })
  await press(ben, "Unmute microphone")
  await bens.getByText("Microphone on").waitFor({ state: "attached" })
})

test("two of one name are told apart in the tiles, in the list, and by what a host orders", async () => {
  await chidi.openLink(link)
  await comeAs("Ben")
  await ana.sees(["Ben (1)", "Ben (2)"])
  await expect.poll(() => namesIn(ana), WITHIN).toEqual(["Ana", "Ben (1)", "Ben (2)"])
  await ana.page.getByRole("button", { name: "What to do with Ben (2)" }).click()
  await ana.page.getByRole("button", { name: "Mute", exact: true }).click()
  await tileOf(ana, "Ben (2)").getByText("Muted by a host").waitFor({ state: "attached" })
  await chidi.page.getByText("Ana muted you. You may unmute yourself.").waitFor()
  await tileOf(ana, "Ben (1)").getByText("Microphone on").waitFor({ state: "attached" })
  expect(await ben.page.getByText("muted you").count()).toBe(0)
})

test("the order stays as people came, whatever they do", async () => {
  await press(chidi, "Raise hand")
  await lineOf(ana, "Ben (2)").getByText("hand raised, number 1").waitFor({ state: "attached" })
  await press(chidi, "Turn camera off")
  await lineOf(ana, "Ben (2)").getByText("Camera off").waitFor({ state: "attached" })
  expect(await namesIn(ana)).toEqual(["Ana", "Ben (1)", "Ben (2)"])
})

test("a name that looks like another, or mixes alphabets, is marked for everybody", async () => {
  await comeAgainAs(LIKE_ANA)
  await ana.sees(["Ben (1)", LIKE_ANA])
  await lineOf(ana, LIKE_ANA).getByText("name looks like “Ana”").waitFor()
  await lineOf(ben, LIKE_ANA).getByText("name looks like “Ana”").waitFor()
  await comeAgainAs(OF_TWO_ALPHABETS)
  await ana.sees(["Ben (1)", OF_TWO_ALPHABETS])
  await lineOf(ben, OF_TWO_ALPHABETS).getByText("name mixes alphabets").waitFor()
  expect(await ben.page.getByText("name looks like").count()).toBe(0)
})

test("the door and the permissions take clicks too", async () => {
  await openMore(ana)
  await ana.page.getByRole("radio", { name: "Locked" }).click()
  await ben.page.getByText("Ana locked the meeting: nobody else comes in.").waitFor()
  await ana.page.getByText("Write in the chat").click() // its word, as good as the box
  await press(ben, "Show chat")
  await ben.page.getByText("Only hosts may write in this meeting").waitFor()
})

/** Joins under a name, from the pre-join page. */
async function comeAs(name: string): Promise<void> {
  await chidi.page.getByRole("textbox", { name: "Your name" }).fill(name)
  await press(chidi, "Join")
  await chidi.page.getByRole("button", { name: "Leave", exact: true }).waitFor()
}

async function comeAgainAs(name: string): Promise<void> {
  await chidi.leave()
  await press(chidi, "Join again")
  await comeAs(name)
}

/** The names in the list, in its order. */
function namesIn({ page }: Person): Promise<readonly string[]> {
  return page.getByTestId("roster").locator(".name").allInnerTexts()
}
