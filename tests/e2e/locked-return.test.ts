// Into a locked meeting nobody comes, but whoever was in comes back.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { chooseAdmission, knock, lineOf, openPeople, press, reads, switchRight } from "../harness/host-hand.ts"
import type { MeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { openThree, seeEachOther } from "../harness/three-people.ts"

/** The SFU waits half a minute for whoever went without a word. */
const GONE_WITHIN = { timeout: 90_000, interval: 200 }

let place: MeetingPlace
let profile: string
let ana: Person
let ben: Person
let chidi: Person
let link: string

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), "wardroom-return-"))
  ;({ place, ana, ben, chidi, link } = await openThree({ guestsIn: 2, ben: { profile } }))
  await chooseAdmission(ana, "Locked")
  await chidi.page.getByText("Ana locked the meeting: nobody else comes in.").waitFor()
})

afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test("a break of everybody's connection to the service locks nobody out", async () => {
  const ended = () => place.lines.filter(({ event }) => event === "socket-closed").length
  const before = ended()
  place.cutService()
  await expect.poll(ended).toBeGreaterThanOrEqual(before + 3)
  await switchRight(ana, "Write in the chat") // takes everybody's connection
  await Promise.all([press(ben, "Show chat"), press(chidi, "Show chat")])
  for (const { page } of [ben, chidi]) await page.getByText("Only hosts may write in this meeting").waitFor()
  await seeEachOther([ana, ben, chidi])
  expect(await ana.page.getByText("asks to come in").count()).toBe(0)
})

test("whoever's browser stopped comes back by their ticket after the others saw them go, and nobody is asked", async () => {
  await ben.context.close()
  await expect.poll(() => tilesOf(ana), GONE_WITHIN).toEqual(["Chidi"])
  await openPeople(ana)
  expect(await lineOf(ana, "Ben").count()).toBe(0)

  const restarted = await place.person("Ben", "green", { profile })
  const popup = await openExtensionPage(restarted.context, "popup.html")
  const [page] = await Promise.all([
    restarted.context.waitForEvent("page"),
    popup.getByRole("button", { name: "Return to meeting" }).click(),
  ])
  ben = restarted.at(page)
  await ben.join()
  await seeEachOther([ana, ben, chidi])
  expect(await ana.page.getByText("asks to come in").count()).toBe(0)
})

test("the same link lets nobody else in", async () => {
  const dora = await place.person("Dora", "white")
  await knock(dora, link)
  await reads(dora, "The meeting is locked")
  await seeEachOther([ana, ben, chidi])
})

function tilesOf({ page }: Person): Promise<readonly string[]> {
  return page
    .getByTestId("tile")
    .evaluateAll((tiles) => tiles.map((tile) => (tile instanceof HTMLElement ? (tile.dataset["name"] ?? "") : "")))
}
