// The door of a meeting, kept by its host: who asks waits, who is turned away stays out, locked is locked.

import { afterAll, beforeAll, expect, test } from "vitest"
import { chooseAdmission, isIn, knock, openMore, press, pressJoin, reads } from "../harness/host-hand.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { openThree, seeEachOther } from "../harness/three-people.ts"

const ASKING = "Asking the host to let you in…"

let place: MeetingPlace
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 1 }))
})

afterAll(() => place[Symbol.asyncDispose]())

test("whoever asks waits outside, and is told when a host turns them away", async () => {
  await chooseAdmission(ana, "Ask")
  await ben.page.getByText("Whoever comes now has to ask. Ana changed that.").waitFor()
  await knock(chidi, link)
  await reads(chidi, ASKING)
  await ana.page.getByText("Chidi asks to come in.").waitFor()
  await seeEachOther([ana, ben])
  expect(await ben.page.getByText("Chidi").count()).toBe(0)
  await press(ana, "Show who waits")
  await press(ana, "Turn away Chidi")
  await reads(chidi, "A host did not let you in")
  await ana.page.getByTestId("waiting").waitFor({ state: "detached" })
})

test("whoever asks comes in when the host lets them", async () => {
  await press(chidi, "Ask again")
  await pressJoin(chidi)
  await reads(chidi, ASKING)
  await press(ana, "Let in Chidi")
  await isIn(chidi)
  await seeEachOther([ana, ben, chidi])
  expect(await ana.page.getByTestId("waiting").count()).toBe(0)
})

test("nobody but the host sees the door's controls", async () => {
  await openMore(ben)
  await ben.page.getByRole("complementary", { name: "More" }).waitFor()
  expect(await ben.page.getByRole("radio").count()).toBe(0)
  await press(ben, "Hide more")
})

test("into a locked meeting nobody comes, and nobody is asked", async () => {
  await chidi.leave()
  await ana.sees(["Ben"])
  await chooseAdmission(ana, "Locked")
  await ben.page.getByText("Ana locked the meeting: nobody else comes in.").waitFor()
  await press(chidi, "Join again")
  await pressJoin(chidi)
  await reads(chidi, "The meeting is locked")
  expect(await ana.page.getByText("asks to come in").count()).toBe(0)
  await seeEachOther([ana, ben])
})

test("opening it is said to everybody by a banner that can be put away", async () => {
  await chooseAdmission(ana, "Open")
  const banner = ben.page.getByText("Ana opened the meeting: whoever has the link comes in now.")
  await Promise.all([banner.waitFor(), ana.page.getByText("Ana opened the meeting").waitFor()])
  await press(chidi, "Try again")
  await pressJoin(chidi)
  await isIn(chidi)
  await Promise.all([ana.sees(["Ben", "Chidi"]), ben.sees(["Ana", "Chidi"])])
  expect(await banner.isVisible()).toBe(true)
  await press(ben, "Close")
  await banner.waitFor({ state: "detached" })
})
