// Back into the meeting after the browser stopped in the middle of it, and not after leaving.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"

const OFFER = "Return to meeting"

let place: MeetingPlace
let profile: string
let ana: Person
let link: string

beforeAll(async () => {
  place = await openMeetingPlace()
  profile = await mkdtemp(join(tmpdir(), "wardroom-return-"))
  ana = await place.person("Ana", null)
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  link = made.link
  await ana.openLink(link)
  await ana.join()
})

afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test("a browser that stopped in a meeting offers the way back, under the same identity", async () => {
  const before = await enter()
  const identity = await identityOf(before)
  expect(await before.page.evaluate(keptLinks)).toBe(1)
  await before.context.close()

  const after = await place.person("Ben", null, { profile })
  const popup = await openExtensionPage(after.context, "popup.html")
  const [page] = await Promise.all([
    after.context.waitForEvent("page"),
    popup.getByRole("button", { name: OFFER }).click(),
  ])
  const back = after.at(page)
  await back.join()
  expect(await identityOf(back)).toBe(identity)
  await ana.sees(["Ben"])
  await back.leave()
  await after.context.close()
})

test("nothing is offered after leaving", async () => {
  const ben = await enter()
  await ben.leave()
  await ben.context.close()
  const after = await place.person("Ben", null, { profile })
  const popup = await openExtensionPage(after.context, "popup.html")
  await popup.getByRole("button", { name: "New meeting" }).waitFor()
  expect(await popup.evaluate(keptLinks)).toBe(0)
  expect(await popup.getByRole("button", { name: OFFER }).count()).toBe(0)
})

async function enter(): Promise<Person> {
  const ben = await place.person("Ben", null, { profile })
  await ben.openLink(link)
  await ben.join()
  return ben
}

async function identityOf({ page }: Person): Promise<string | undefined> {
  return page.evaluate(() => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    const snapshot = engine?.snapshot
    return snapshot?.phase === "meeting" ? snapshot.people.find(({ isYou }) => isYou)?.id : undefined
  })
}

/** How many links of running meetings the vault keeps; runs in a page of the extension. */
function keptLinks(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("wardroom")
    opening.addEventListener("error", () => reject(new Error("the vault did not open")))
    opening.addEventListener("success", () => {
      const counting = opening.result.transaction("running").objectStore("running").count()
      counting.addEventListener("success", () => resolve(counting.result))
    })
  })
}
