// One person shows a page of theirs to another, each in a Chromium of their own.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { CHOOSE_SLIDES, openSlides } from "../harness/slides.ts"

const ENOUGH_FRAMES = 5
const WITHIN = { timeout: 30_000, interval: 200 }

let place: MeetingPlace
let ana: Person
let ben: Person

beforeAll(async () => {
  place = await openMeetingPlace()
  ;[ana, ben] = await Promise.all([place.person("Ana", "red"), place.person("Ben", "blue", { args: CHOOSE_SLIDES })])
  const { host, link } = await ana.makeMeeting(place.origin)
  await host.page.close()
  await ana.openLink(link)
  await ana.join()
  await ben.openLink(link)
  await ben.join()
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
})

afterAll(() => place[Symbol.asyncDispose]())

test("a shown page is painted beside the camera of whoever shows it, sealed as a screen, and the host can stop it", async () => {
  await openSlides(ben.context)
  await show(ben)
  await vi.waitFor(async () => expect(await screenColour(ana)).toBe("green"), WITHIN)
  await vi.waitFor(async () => expect((await screenFrames(ana)).opened).toBeGreaterThan(ENOUGH_FRAMES), WITHIN)
  expect((await screenFrames(ana)).refused).toEqual({})

  await ana.page.evaluate(async () => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    await engine?.order({ kind: "stop-sharing", whom: "everyone" })
  })
  await ana.page.getByTestId("screen-tile").waitFor({ state: "detached" })
  await expect.poll(() => ownScreen(ben), WITHIN).toBe("off")
})

test("it is shown again by whoever was stopped, and ends with the tab that captured it", async () => {
  await show(ben)
  await vi.waitFor(async () => expect(await screenColour(ana)).toBe("green"), WITHIN)
  await ben.page.reload()
  await ana.page.getByTestId("screen-tile").waitFor({ state: "detached" })
  await ana.sees(["Ben"])
})

async function show({ page }: Person): Promise<void> {
  await page.bringToFront()
  await page.getByRole("button", { name: "Show your screen" }).first().click()
}

/** What the middle of the shown screen's video is painted in; null where there is none. */
function screenColour({ page }: Person): Promise<"green" | "other" | null> {
  return page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="screen-tile"] video')
    if (!video || video.videoWidth === 0) return null
    const pixels = new OffscreenCanvas(4, 4).getContext("2d")
    pixels?.drawImage(video, 0, 0, 4, 4)
    const [red = 0, green = 0, blue = 0] = pixels?.getImageData(2, 2, 1, 1).data ?? []
    return green > 130 && red < 100 && blue < 100 ? "green" : "other"
  })
}

function screenFrames({ page }: Person): Promise<{ readonly opened: number; readonly refused: object }> {
  return page.evaluate(async () => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    const { received } = (await engine?.statistics()) ?? { received: [] }
    const track = received.find(({ context }) => context === "screen")
    return { opened: track?.opened ?? 0, refused: track?.refused ?? {} }
  })
}

function ownScreen({ page }: Person): Promise<string | undefined> {
  return page.evaluate(() => {
    const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
    const people = engine?.snapshot.phase === "meeting" ? engine.snapshot.people : []
    return people.find(({ isYou }) => isYou)?.screen
  })
}
