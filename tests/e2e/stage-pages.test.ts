// A window too small for three: who stands on another page is not received, and comes at once when it is turned to.

import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { makeSpeech, type Speech } from "../harness/speech.ts"
import { openThree, type ThreePeople } from "../harness/three-people.ts"
import { forgetTiles, readTiles, watchTiles } from "../harness/tile-watch.ts"

/** Room for one tile where text is twice as large. */
const SMALL = { width: 250, height: 640 }
const WIDE = { width: 1280, height: 800 }
const WITHIN = { timeout: 30_000, interval: 100 }
const ENOUGH_FRAMES = 10
/** What was on its way when the SFU was asked to pause is there by then. */
const ON_ITS_WAY_MS = 1000
const WATCHED_MS = 2000

let three: ThreePeople
let speech: Speech

beforeAll(async () => {
  speech = await makeSpeech()
  three = await openThree({ guestsIn: 2, ben: { args: speech.browserArgs } })
  await watchTiles(three.ana.page)
  await three.ana.page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"))
  await three.ana.page.setViewportSize(SMALL)
})

afterAll(async () => {
  await three.place[Symbol.asyncDispose]()
  await speech[Symbol.asyncDispose]()
})

test("who does not fit stands on further pages", async () => {
  await shows("Page 1 of 3")
  await three.ana.sees([])
})

test("the pictures of who is on other pages are not received; their sound is", async () => {
  await expect.poll(() => cameras(ON_ITS_WAY_MS), WITHIN).toEqual({ Ben: "still", Chidi: "still" })
  const heard = await opened(WATCHED_MS, "microphone")
  expect(heard["Ben"]).toBeGreaterThan(0)
  expect(heard["Chidi"]).toBeGreaterThan(0)
})

test("who speaks there is told by name, by a button that turns to them; their picture comes, and no other's", async () => {
  await three.ana.page.getByRole("button", { name: "Ben speaks · page 2" }).click()
  await three.ana.sees(["Ben"])
  await seesFrames("Ben")
  expect(await cameras(WATCHED_MS)).toEqual({ Ben: "moves", Chidi: "still" })
})

test("the buttons turn to the next people and back, by the keyboard too, and not beyond the last", async () => {
  const { ana } = three
  const [next, previous] = ["Next people", "Previous people"].map((name) => ana.page.getByRole("button", { name }))
  for (let press = 0; press < 3; press++) await next?.press("Enter")
  await shows("Page 3 of 3")
  await ana.sees(["Chidi"])
  await previous?.press("Enter")
  await ana.sees(["Ben"])
  await forgetTiles(ana.page)
  await seesFrames("Ben")
  await expect.poll(() => cameras(ON_ITS_WAY_MS), WITHIN).toEqual({ Ben: "moves", Chidi: "still" })
})

test("there are no pages any more where everybody fits", async () => {
  const { ana } = three
  await ana.page.evaluate(() => void document.documentElement.style.removeProperty("font-size"))
  await ana.page.setViewportSize(WIDE)
  await ana.sees(["Ben", "Chidi"])
  await ana.page.getByRole("navigation", { name: "Pages of people" }).waitFor({ state: "detached" })
  await expect.poll(() => cameras(ON_ITS_WAY_MS), WITHIN).toEqual({ Ben: "moves", Chidi: "moves" })
})

test("no picture is received while the tab is hidden, and all are once it is seen again", async () => {
  await turn("hidden")
  await expect.poll(() => cameras(ON_ITS_WAY_MS), WITHIN).toEqual({ Ben: "still", Chidi: "still" })
  await turn("visible")
  await forgetTiles(three.ana.page)
  await Promise.all([seesFrames("Ben"), seesFrames("Chidi")])
})

/** What a browser does with a tab behind others; it has none of ours behind any in a test. */
async function turn(state: DocumentVisibilityState): Promise<void> {
  await three.ana.page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, value: now })
    document.dispatchEvent(new Event("visibilitychange"))
  }, state)
}

async function shows(words: string): Promise<void> {
  await three.ana.page.getByText(words, { exact: true }).waitFor()
}

async function seesFrames(name: string): Promise<void> {
  await vi.waitFor(async () => {
    const { tiles } = await readTiles(three.ana.page)
    expect(Object.values(tiles[name]?.colours ?? {})[0] ?? 0).toBeGreaterThan(ENOUGH_FRAMES)
  }, WITHIN)
}

/** Whose camera Ana's engine opens frames of in this time. */
async function cameras(withinMs: number): Promise<Readonly<Record<string, "moves" | "still">>> {
  const frames = Object.entries(await opened(withinMs, "camera"))
  return Object.fromEntries(frames.map(([name, count]) => [name, count > 0 ? "moves" : "still"]))
}

/** Frames that Ana's engine opens in this time, by whose they are. */
async function opened(withinMs: number, context: string): Promise<Readonly<Record<string, number>>> {
  return three.ana.page.evaluate(
    async ([ms, what]) => {
      const engine = chrome.extension.getViews().find((view) => view.wardroomEngine !== undefined)?.wardroomEngine
      const others = engine?.snapshot.phase === "meeting" ? engine.snapshot.people.filter(({ isYou }) => !isYou) : []
      const count = async () => {
        const { received = [] } = (await engine?.statistics()) ?? {}
        return others.map(({ id, name }) => {
          const track = received.find(({ personId, context: source }) => personId === id && source === what)
          return { name: name ?? "", frames: track?.opened ?? 0 }
        })
      }
      const before = await count()
      await new Promise((resolve) => setTimeout(resolve, ms))
      const after = await count()
      return Object.fromEntries(after.map(({ name, frames }, at) => [name, frames - (before[at]?.frames ?? 0)]))
    },
    [withinMs, context] as const,
  )
}
