// Tracks that come, go and break while others look: no refusal is shown, and no frame of one person under another's name.

import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest"
import type { Colour } from "../harness/colour-video.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { forgetTiles, readTiles, watchTiles } from "../harness/tile-watch.ts"

const CAMERAS: Readonly<Record<string, Colour>> = { Ana: "red", Ben: "green", Chidi: "blue", Dana: "white" }
const ENOUGH_FRAMES = 5
const AUDIBLE = 0.005
const WITHIN = { timeout: 60_000, interval: 200 }

let place: MeetingPlace
let ana: Person
let ben: Person
let chidi: Person
let dana: Person
let link: string

beforeAll(async () => {
  place = await openMeetingPlace()
  ;[ana, ben, chidi, dana] = await Promise.all([start("Ana"), start("Ben"), start("Chidi"), start("Dana")])
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  link = made.link
  await Promise.all([ana, ben, chidi].map((person) => person.openLink(link)))
  for (const person of [ana, ben, chidi]) await person.join() // oxlint-disable-line no-await-in-loop -- one by one
  await Promise.all([ana, ben, chidi].map(({ page }) => watchTiles(page)))
})

afterAll(() => place[Symbol.asyncDispose]())

beforeEach(() => Promise.all([ana, ben].map(({ page }) => forgetTiles(page))))

test("everybody is seen and heard after microphones and cameras were switched many times in a row", async () => {
  const toggles = ["Mute microphone", "Turn camera off", "Unmute microphone", "Turn camera on"]
  for (const name of [...toggles, ...toggles, ...toggles]) {
    // oxlint-disable-next-line no-await-in-loop -- as quickly as the buttons take it
    await Promise.all([ben, chidi].map(({ page }) => page.getByRole("button", { name, exact: true }).click()))
  }
  await Promise.all([ana, ben, chidi].map(({ page }) => forgetTiles(page)))
  await meet(ana, ben, chidi)
})

test("a camera that is off is an avatar, and one that comes back is its owner's picture", async () => {
  await ben.page.getByRole("button", { name: "Turn camera off" }).click()
  await tile(ana, "Ben").locator("video").waitFor({ state: "detached" })
  await ben.page.getByRole("button", { name: "Turn camera on" }).click()
  await tile(ana, "Ben").locator("video").waitFor()
  await forgetTiles(ana.page)
  await meet(ana, ben, chidi)
})

test("who takes the place of somebody who left is seen and heard under their own name only", async () => {
  await chidi.leave()
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
  await dana.openLink(link)
  await dana.join()
  await watchTiles(dana.page)
  await meet(ana, ben, dana)
  await chidi.openLink(link)
  await chidi.join()
  await watchTiles(chidi.page)
  await meet(ana, ben, chidi, dana)
  await dana.leave()
  await meet(ana, ben, chidi)
})

test("somebody comes in while the sockets of the others to the service break", async () => {
  place.cutService()
  await dana.openLink(link)
  await dana.join()
  await watchTiles(dana.page)
  await meet(ana, ben, chidi, dana)
  await dana.leave()
  await meet(ana, ben, chidi)
  await Promise.all([ana, ben, chidi].map(isConnected))
})

test("the meeting goes on when the signalling connections to the SFU broke", async () => {
  place.cutSignal()
  await Promise.all([ana, ben, chidi].map(({ page }) => forgetTiles(page)))
  await meet(ana, ben, chidi)
  await Promise.all([ana, ben, chidi].map(isConnected))
})

test.each(["killed", "shut-down"] as const)("picture and sound come back when the SFU was %s", async (how) => {
  await place.restartSfu(how)
  await Promise.all([ana, ben, chidi].map(({ page }) => forgetTiles(page)))
  await meet(ana, ben, chidi)
  await Promise.all([ana, ben, chidi].map(isConnected))
})

function start(name: string): Promise<Person> {
  return place.person(name, CAMERAS[name] ?? "white")
}

function tile({ page }: Person, name: string) {
  return page.locator(`[data-testid="tile"][data-name="${name}"]`)
}

async function isConnected({ page }: Person): Promise<void> {
  await page.getByText("The connection broke. Reconnecting…").waitFor({ state: "detached" })
}

/** Waits until each of them sees and hears each other, and looks whether anything was seen that must not be. */
async function meet(...people: readonly Person[]): Promise<void> {
  for (const viewer of people) {
    const others = people.filter((other) => other !== viewer).map(({ name }) => name)
    // oxlint-disable-next-line no-await-in-loop -- all of them go on meanwhile
    await vi.waitFor(async () => {
      const { tiles } = await readTiles(viewer.page)
      for (const name of others) {
        const frames = tiles[name]?.colours[CAMERAS[name] ?? "none"] ?? 0
        expect(frames, `frames of ${name} at ${viewer.name}`).toBeGreaterThan(ENOUGH_FRAMES)
        expect(tiles[name]?.loudest ?? 0, `sound of ${name} at ${viewer.name}`).toBeGreaterThan(AUDIBLE)
      }
    }, WITHIN)
  }
  for (const viewer of people) {
    // oxlint-disable-next-line no-await-in-loop -- nothing to gain
    const { tiles, refusals } = await readTiles(viewer.page)
    expect(refusals, `refusals at ${viewer.name}`).toEqual([])
    for (const [name, { colours }] of Object.entries(tiles)) {
      expect(Object.keys(colours), `pictures under the name of ${name} at ${viewer.name}`).toEqual([CAMERAS[name]])
    }
  }
}
