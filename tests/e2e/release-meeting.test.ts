// The built extension, signed by a test authority: what it reads as, whom it lets meet, and what two different releases
// show of each other.

import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestAuthority, type TestAuthority } from "../../scripts/release/test-authority.ts"
import { openExtensionPage } from "../harness/browser.ts"
import { startLinkPage } from "../harness/link-page.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { type SignedExtension, signExtension } from "../harness/release/signed-extension.ts"

const LOCAL = "Local build, test authority"

let authority: TestAuthority
let place: MeetingPlace
let first: SignedExtension
let second: SignedExtension
let ana: Person
let link: string
const started = new AsyncDisposableStack()

beforeAll(async () => {
  authority = started.use(await createTestAuthority())
  first = started.use(await signExtension(authority, { version: "1.0.0", sequence: 1, previous: null }))
  second = started.use(await signExtension(authority, { version: "1.1.0", sequence: 2, previous: first.digest }))
  place = started.use(await openMeetingPlace())
  ana = await place.person("Ana", "red", { extension: first.folder })
  const made = await ana.makeMeeting(place.origin)
  ana = made.host
  link = made.link
  await ana.join()
})

afterAll(() => started.disposeAsync())

test("a build that a test authority signed reads as that, and meets", async () => {
  const popup = await openExtensionPage(ana.context, "popup.html")
  await popup.getByText(LOCAL).waitFor()
  await popup.close()
})

test("its own test cases come out as they must, within ten seconds", async () => {
  const about = await openExtensionPage(ana.context, "about.html")
  await about.getByRole("button", { name: "Run the self-test" }).click()
  const result = await about.getByText(/cases came out as they must/).innerText()
  expect(Number(/in ([\d.]+) s/.exec(result)?.[1])).toBeLessThan(10)
  await about.close()
})

test("two clients of different releases show it on both sides, as what each says", async () => {
  const ben = await place.person("Ben", "green", { extension: second.folder })
  await ben.openLink(link)
  await ben.join()
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
  expect(await rosterOf(ana)).toContain("says it runs 1.1.0, another release than yours")
  expect(await rosterOf(ben)).toContain("says it runs 1.0.0, another release than yours")
  await ben.leave()
})

test("a client of which one byte changed never meets, and asks the meeting's server for nothing", async () => {
  await using changed = await signExtension(authority, { version: "1.0.0", sequence: 1, previous: null }, (files) => {
    files.set("welcome.html", Buffer.concat([files.get("welcome.html") ?? Buffer.of(), Buffer.from(" ")]))
  })
  const mallory = await place.person("Mallory", "blue", { extension: changed.folder })
  const before = place.lines.length
  await clickLink(mallory, link)
  await mallory.page.getByText("The meeting was not opened.").waitFor()
  expect(await mallory.page.getByRole("button", { name: "Join", exact: true }).count()).toBe(0)
  const heard = place.lines.slice(before).map(({ event }) => event)
  expect(heard.filter((event) => event === "socket-opened" || event === "join-page")).toEqual([])
})

/** Clicks the link on an ordinary page, and lets the server's name pass. */
async function clickLink(person: Person, meeting: string): Promise<void> {
  await using linkPage = await startLinkPage(meeting)
  await person.page.goto(linkPage.url)
  await person.page.getByRole("link", { name: "Join the meeting" }).click()
  await person.page.getByRole("button", { name: `Join on ${new URL(meeting).host}` }).click()
}

/** What a popup says of the people in the meeting. */
async function rosterOf(person: Person): Promise<string> {
  const popup = await openExtensionPage(person.context, "popup.html")
  const roster = popup.getByTestId("roster")
  await roster.getByRole("listitem").nth(1).waitFor()
  const text = await roster.innerText()
  await popup.close()
  return text
}
