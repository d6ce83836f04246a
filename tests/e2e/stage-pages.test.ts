// A window too small for three: what stands on another page is not received, and comes at once when it is turned to.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { openThree, type ThreePeople } from "../harness/three-people.ts"
import { forgetTiles, readTiles, watchTiles } from "../harness/tile-watch.ts"

/** Room for two tiles at the least. */
const SMALL = { width: 340, height: 400 }
const WITHIN = { timeout: 30_000, interval: 100 }
const ENOUGH_FRAMES = 10
/** What was on its way when the SFU was asked to pause is there by then. */
const ON_ITS_WAY_MS = 1000
const WATCHED_MS = 2000

let three: ThreePeople

beforeAll(async () => {
  three = await openThree({ guestsIn: 2 })
  await watchTiles(three.ana.page)
  await three.ana.page.setViewportSize(SMALL)
})

afterAll(() => three.place[Symbol.asyncDispose]())

test("who does not fit stands on a further page", async () => {
  const { ana } = three
  await ana.page.getByText("Page 1 of 2", { exact: true }).waitFor()
  await ana.sees(["Ben"])
})

test("the picture of who is on another page is not received; their sound is", async () => {
  await expect.poll(async () => (await opened("Chidi", ON_ITS_WAY_MS)).camera, WITHIN).toBe(0)
  const [ben, chidi] = await Promise.all([opened("Ben", WATCHED_MS), opened("Chidi", WATCHED_MS)])
  expect(chidi.camera).toBe(0)
  expect(chidi.microphone).toBeGreaterThan(0)
  expect(ben.camera).toBeGreaterThan(0)
})

test("who speaks there is told by name, which turns to them; their picture comes, and the others' goes", async () => {
  const { page } = three.ana
  await page.getByRole("button", { name: "Chidi speaks, on page 2" }).click()
  await page.getByText("Page 2 of 2", { exact: true }).waitFor()
  await three.ana.sees(["Chidi"])
  await vi.waitFor(async () => {
    const { tiles } = await readTiles(page)
    expect(tiles["Chidi"]?.colours["blue"] ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
  await expect.poll(async () => (await opened("Ben", ON_ITS_WAY_MS)).camera, WITHIN).toBe(0)
})

test("there is no page after the last one, and the buttons turn back", async () => {
  const { ana } = three
  await ana.page.getByRole("button", { name: "Next people" }).press("Enter")
  await ana.sees(["Chidi"])
  await ana.page.getByRole("button", { name: "Previous people" }).press("Enter")
  await ana.sees(["Ben"])
  await forgetTiles(ana.page)
  await vi.waitFor(async () => {
    const { tiles } = await readTiles(ana.page)
    expect(tiles["Ben"]?.colours["green"] ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
})

test("there are no pages any more where everybody fits", async () => {
  const { ana } = three
  await ana.page.setViewportSize({ width: 1280, height: 800 })
  await ana.sees(["Ben", "Chidi"])
  await ana.page.getByRole("navigation", { name: "Pages of people" }).waitFor({ state: "detached" })
})

/** Frames of somebody's that Ana's engine opens in this time, by what they are of. */
async function opened(
  name: string,
  withinMs: number,
): Promise<{ readonly camera: number; readonly microphone: number }> {
  return three.ana.page.evaluate(
    async ([who, ms]) => {
      const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
      const people = engine?.snapshot.phase === "meeting" ? engine.snapshot.people : []
      const id = people.find((person) => person.name === who)?.id
      const count = async (context: string) => {
        const { received = [] } = (await engine?.statistics()) ?? {}
        return received.find((track) => track.personId === id && track.context === context)?.opened ?? 0
      }
      const before = [await count("camera"), await count("microphone")] as const
      await new Promise((resolve) => setTimeout(resolve, ms))
      return { camera: (await count("camera")) - before[0], microphone: (await count("microphone")) - before[1] }
    },
    [name, withinMs] as const,
  )
}
