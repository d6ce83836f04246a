// How pictures are coded and in which size they are received: the person's choice, and what the view shows.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { openExtensionPage } from "../harness/browser.ts"
import { pictureCodec, watchConnections } from "../harness/connections.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { readTiles, watchTiles } from "../harness/tile-watch.ts"

const ENOUGH_FRAMES = 20
const WITHIN = { timeout: 60_000, interval: 200 }
const WIDE = { width: 1280, height: 800 }
/** Ben has the browser's own test camera, 1280 × 720; the films of one colour are small. */
const NARROW = { width: 320, height: 560 }
/** The widest layer but one that a camera of 1280 × 720 is sent in. */
const SMALL_LAYER = 640

let place: MeetingPlace
let ana: Person
let ben: Person

beforeAll(async () => {
  place = await openMeetingPlace()
  ;[ana, ben] = await Promise.all([place.person("Ana", "red"), place.person("Ben", null)])
  await choosePictureCoding(ana, "VP9")
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  for (const person of [ana, ben]) {
    // oxlint-disable-next-line no-await-in-loop -- one by one
    await person.openLink(made.link)
    await watchConnections(person.page) // oxlint-disable-line no-await-in-loop -- as above
    await person.join() // oxlint-disable-line no-await-in-loop -- as above
  }
  await Promise.all([ana, ben].map(({ page }) => watchTiles(page)))
})

afterAll(() => place[Symbol.asyncDispose]())

test("one person's VP9 and the other's VP8 are both opened and painted", async () => {
  await vi.waitFor(async () => {
    expect((await readTiles(ben.page)).tiles["Ana"]?.colours.red ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
    expect(frameCount((await readTiles(ana.page)).tiles["Ben"]?.colours ?? {})).toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
  expect(await pictureCodec(ana.page, "outbound-rtp")).toBe("video/VP9")
  expect(await pictureCodec(ana.page, "inbound-rtp")).toBe("video/VP8")
  expect(await pictureCodec(ben.page, "inbound-rtp")).toBe("video/VP9")
  expect((await readTiles(ben.page)).refusals).toEqual([])
})

test("a narrow window receives a smaller picture than a wide one", async () => {
  await ana.page.setViewportSize(WIDE)
  await vi.waitFor(async () => expect(await receivedWidth(ana, "Ben")).toBeGreaterThan(SMALL_LAYER), WITHIN)
  await ana.page.setViewportSize(NARROW)
  await vi.waitFor(async () => expect(await receivedWidth(ana, "Ben")).toBeLessThanOrEqual(SMALL_LAYER), WITHIN)
})

function frameCount(colours: Readonly<Record<string, number>>): number {
  return Object.values(colours).reduce((sum, frames) => sum + frames, 0)
}

async function choosePictureCoding(person: Person, coding: string): Promise<void> {
  const settings = await openExtensionPage(person.context, "options.html")
  await settings.getByLabel("Coding").selectOption({ label: `${coding}: sharper on a slow network` })
  await settings.close()
}

/** Width in pixels of the picture that a tile paints. */
async function receivedWidth({ page }: Person, name: string): Promise<number> {
  const video = page.locator(`[data-testid="tile"][data-name="${name}"] video`)
  return video.evaluate((element) => (element instanceof HTMLVideoElement ? element.videoWidth : 0))
}
