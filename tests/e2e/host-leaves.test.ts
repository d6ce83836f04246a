// Who is host after a host: co-hosts, handing over, nobody, the host's return, and the end for all.

import { afterAll, beforeAll, expect, test } from "vitest"
import { chooseAdmission, lineOf, openMore, openPeople, orderOf, press, reads } from "../harness/host-hand.ts"
import { chooseOption } from "../harness/keyboard.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { openThree, seeEachOther } from "../harness/three-people.ts"

let place: MeetingPlace
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 2 }))
})

afterAll(() => place[Symbol.asyncDispose]())

test("a co-host locks the meeting, and is none any more when the host takes it back", async () => {
  await orderOf(ana, "Ben", "Make co-host")
  await chidi.page.getByText("Ana made Ben a co-host.").waitFor()
  await openPeople(chidi)
  await lineOf(chidi, "Ben")
    .getByText(/^co-host · /)
    .waitFor()
  await chooseAdmission(ben, "Locked")
  await chidi.page.getByText("Ben locked the meeting: nobody else comes in.").waitFor()
  await orderOf(ana, "Ben", "Take back co-host")
  await ben.page.getByRole("radio").first().waitFor({ state: "detached" })
  await lineOf(chidi, "Ben")
    .getByText(/co-host/)
    .waitFor({ state: "detached" })
})

test("a host who leaves hands over, and the heir keeps the door", async () => {
  await press(ana, "Leave")
  const question = ana.page.getByRole("dialog", { name: "Leave the meeting?" })
  await question.getByText("No host would be in.").waitFor()
  await chooseOption(ana.page, question.getByRole("combobox", { name: "Hand over to" }), "Chidi")
  await press(ana, "Leave, the others go on")
  await reads(ana, "You left the meeting")
  await seeEachOther([ben, chidi])
  await chooseAdmission(chidi, "Ask")
  await ben.page.getByText("Chidi unlocked the meeting").waitFor()
  expect(await ben.page.getByText("No host is in the meeting").count()).toBe(0)
})

test("without a host the meeting goes on, says so, and stays as it was", async () => {
  await press(chidi, "Leave")
  await press(chidi, "Leave, the others go on")
  await ben.sees([])
  await ben.page.getByText("No host is in the meeting.").waitFor()
  await openPeople(ben)
  await ben.page.getByText("Who may come in, share and write stays as it is until one comes back.").waitFor()
})

test("the host comes back from the same browser without asking, and is host again", async () => {
  await ana.openLink(link)
  await ana.join()
  await ben.page.getByText("A host is in the meeting again.").waitFor()
  await chooseAdmission(ana, "Open")
  await press(chidi, "Join again")
  await chidi.join()
  await Promise.all([ana.sees(["Ben", "Chidi"]), ben.sees(["Ana", "Chidi"])])
})

test("the host ends it for all, and everybody is told who did", async () => {
  await openMore(ana)
  await press(ana, "End for all")
  await ana.page.getByText("The meeting ends now for everybody who is in.").waitFor()
  await press(ana, "End it for all")
  for (const guest of [ben, chidi]) {
    await reads(guest, "The meeting was ended for everybody")
    await guest.page.getByText("Ana ended it.").waitFor()
  }
})
