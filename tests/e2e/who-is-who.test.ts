// People who find out who is on the other side: a code read and scanned, an identity that lasts, names that mislead.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { filmCamera, modulesOf, writeFilm } from "../harness/code-video.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"

const WITHIN = { timeout: 30_000, interval: 200 }

let place: MeetingPlace
let folder: string
let film: string
let ana: Person
let ben: Person
/** Calls himself Ben, and is somebody else. */
let impostor: Person

beforeAll(async () => {
  place = await openMeetingPlace()
  folder = await mkdtemp(join(tmpdir(), "wardroom-film-"))
  film = join(folder, "camera.y4m")
  await writeFilm(film, [])
  ;[ana, ben, impostor] = await Promise.all([
    place.person("Ana", "red"),
    place.person("Ben", null, { args: [filmCamera(film)] }),
    place.person("Ben", "blue"),
  ])
})

afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test("a lasting identity is made in the settings, and only there", async () => {
  for (const { context } of [ana, ben]) {
    const settings = await openExtensionPage(context, "options.html")
    await settings.getByText("You have no lasting identity.").waitFor()
    await settings.getByRole("button", { name: "Make a lasting identity" }).click()
    await settings.getByText("You have a lasting identity in this browser.").waitFor()
    await settings.close()
  }
})

test("two people read the same numbers, one scans the other's screen, and both are verified", async () => {
  await meet(ana, ben)
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
  await Promise.all([openPairwise(ana, "Ben"), openPairwise(ben, "Ana")])
  const [anas, bens] = await Promise.all([pairwiseCode(ana), pairwiseCode(ben)])
  expect(anas).toMatch(/^\d{5}( \d{5}){8}$/)
  expect(bens).toBe(anas)

  await ana.page.getByRole("button", { name: "They match" }).click()
  await ana.page.getByText("The code is the same: this is Ben").waitFor()
  await ana.page.getByText(/^verified \d/).waitFor()

  await showCamera(ben, [])
  await ben.page.getByRole("button", { name: "Scan Ana’s code" }).click()
  await ben.page.getByText("Hold their screen in front of your camera…").waitFor()
  await showCamera(ben, await codeOn(ben)) // his own, as in a mirror
  await ben.page.getByText("That is your own code.").waitFor()
  await showCamera(ben, await codeOn(ana))
  await ben.page.getByText("The code is the same: this is Ana").waitFor()
  await leaveAll(ana, ben)
})

test("who was verified is known in the next meeting, and another of that name is shouted about", async () => {
  await meet(ana, ben, impostor)
  await ana.sees(["Ben (1)", "Ben (2)"])
  await ana.page.getByText("Ben (2) is not known to be who you verified").waitFor()
  await openPanel(ana)
  await expect.poll(() => marksOf(ana, "Ben (1)"), WITHIN).toMatch(/^verified on /)
  await expect.poll(() => marksOf(ana, "Ben (2)"), WITHIN).toMatch(/^not who you verified on /)
  await openPanel(ben)
  await expect.poll(() => marksOf(ben, "Ana"), WITHIN).toMatch(/^verified on /)
})

test("the code is compared aloud, and everybody sees how far the others are", async () => {
  await enter(ana, "I read it aloud")
  await ben.page.getByText("Ana reads the code aloud.").waitFor()
  await enter(ben, "They match")
  await ana.page.getByText("1 of 3 confirmed").waitFor()
  await ana.page.getByText("Still to confirm: you, Ben (2)").waitFor()
})

test("whoever finds another code alarms everybody, whatever they said themselves", async () => {
  await expect.poll(() => shieldOf(ben), WITHIN).toMatch(/Compared \d/) // who joined is said before
  await openPanel(impostor)
  await enter(impostor, "They differ")
  for (const person of [ana, ben]) {
    await person.page.getByText("Ben found another security code.").waitFor()
    await expect.poll(() => shieldOf(person), WITHIN).toMatch(/Codes differ: Ben/)
    await person.page.getByText("Somebody may be listening in between").waitFor()
  }
  expect(await shieldOf(ana)).toMatch(/Codes differ: Ben \(2\)$/)
  expect(await shieldOf(impostor)).toMatch(/Codes differ$/)
})

test("who came and went since the code was compared is named", async () => {
  await impostor.leave()
  await ben.page.getByText(/Changed since compared at .*: Ben went/).waitFor()
  await leaveAll(ana, ben)
})

test("whom one verified is listed in the settings, and forgotten there", async () => {
  const settings = await openExtensionPage(ana.context, "options.html")
  await settings.getByText("verified on").waitFor()
  await settings.getByRole("button", { name: "Forget Ben" }).click()
  await settings.getByText("Nobody yet.").waitFor()
  await settings.close()
})

/** What the shield over the tiles says. */
function shieldOf({ page }: Person): Promise<string> {
  return page.locator(".shield").innerText()
}

/** A code that is being worked out takes no answer, and a key pressed then is lost. */
async function enter({ page }: Person, name: string): Promise<void> {
  await page.getByRole("button", { name, disabled: false }).press("Enter")
}

/** What is marked beside a name in the list of people. */
async function marksOf({ page }: Person, name: string): Promise<string> {
  const row = page.locator('[data-testid="roster"] > li', { hasText: name })
  return (await row.locator(".person-marks").allInnerTexts()).join(" ").trim()
}

/** The first makes a meeting, the others come by its link, one after the other. */
async function meet(host: Person, ...guests: readonly Person[]): Promise<void> {
  const made = await host.makeMeeting(place.origin)
  await made.host.page.close()
  await host.openLink(made.link)
  await host.join()
  for (const guest of guests) {
    await guest.openLink(made.link)
    await guest.join()
  }
}

async function leaveAll(...people: readonly Person[]): Promise<void> {
  for (const person of people) await person.leave()
}

async function openPanel({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Show people and security code" }).click()
}

async function openPairwise(person: Person, name: string): Promise<void> {
  await openPanel(person)
  await person.page.getByRole("button", { name: `What to do with ${name}` }).click()
  await person.page.getByRole("button", { name: `Compare a code with ${name}` }).click()
}

async function pairwiseCode({ page }: Person): Promise<string> {
  return (await page.getByTestId("pairwise-code").innerText()).replaceAll("\n", " ")
}

/** The QR code on somebody's screen. */
async function codeOn({ page }: Person): Promise<readonly (readonly boolean[])[]> {
  const code = page.locator("svg.qr-code")
  const size = Number((await code.getAttribute("viewBox"))?.split(" ")[2])
  return modulesOf((await code.locator("path").getAttribute("d")) ?? "", size)
}

/** Points somebody's camera at a code, or at the wall. */
async function showCamera({ page }: Person, code: readonly (readonly boolean[])[]): Promise<void> {
  await page.getByRole("button", { name: "Turn camera off" }).click()
  await page.getByRole("navigation").getByRole("button", { name: "Turn camera on" }).waitFor()
  await writeFilm(film, code)
  await page.getByRole("navigation").getByRole("button", { name: "Turn camera on" }).click()
  await page.getByRole("button", { name: "Turn camera off" }).waitFor()
}
