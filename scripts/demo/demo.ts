// A meeting of three headless people, from the click on the link to the new key after one has left.

import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { Person } from "../../tests/harness/person.ts"
import { type KeySwitch, measureTile, readKeySwitch } from "../../tests/harness/tile-media.ts"
import { until } from "../../tests/harness/bare-browser.ts"
import type { Progress } from "../progress.ts"
import type { DemoFacts, PersonFacts, SwitchFacts, TileFacts } from "./facts.ts"

export interface DemoOptions {
  readonly progress: Progress
  /** Origin of the delivery service. */
  readonly server: string
  /** Folder of the extension that a person runs. */
  readonly extensionOf: (name: string) => string
  /** Where screenshots go. */
  readonly screenshotFolder: string
}

const NAMES = ["Ana", "Ben", "Chidi"] as const
const MEASURE_MS = 4000

/** Runs the meeting and returns what was seen; throws where somebody does not get in at all. */
export async function runDemo({ progress, server, extensionOf, screenshotFolder }: DemoOptions): Promise<DemoFacts> {
  await using browsers = new AsyncDisposableStack()
  await mkdir(screenshotFolder, { recursive: true })
  const screenshot = (name: string): string => join(screenshotFolder, `${name}.png`)
  const start = async (name: string): Promise<Person> =>
    browsers.use(await Person.start({ name, extension: extensionOf(name), window: "none", devices: "test" }))

  const [ana, ben, chidi] = await progress.step("starting three browsers", () => Promise.all(NAMES.map(start)))
  if (!ana || !ben || !chidi) throw new RangeError("expected three people")
  const { host, link } = await progress.step("making a meeting", () => ana.makeMeeting(server))
  await host.page.close()
  await progress.step("Ana joins by the link", () => enter(ana, link, screenshot("pre-join")))
  await progress.step("Ben joins by the link", () => enter(ben, link))
  await Promise.all([ana.sees(["Ben"]), ben.sees(["Ana"])])
  const pair = await readPopups([ana, ben])

  await progress.step("Chidi joins by the link", () => enter(chidi, link))
  const everyone = [ana, ben, chidi]
  await Promise.all(everyone.map((person) => person.sees(othersOf(person, everyone))))
  const tiles = await progress.step("looking and listening", () => measureTiles(everyone))
  await ana.page.screenshot({ path: screenshot("meeting") })
  const everybody = await readPopups(everyone, screenshot("popup"))

  const leftAtMs = await chidi.leave()
  const switches = await progress.step("Chidi leaves", () =>
    Promise.all([ana, ben].map((person) => awaitSwitch(person, leftAtMs))),
  )
  const remaining = await readPopups([ana, ben])
  return { pair, everybody, tiles, remaining, switches }
}

async function enter(person: Person, link: string, screenshot?: string): Promise<void> {
  await person.openLink(link)
  if (screenshot !== undefined) await person.page.screenshot({ path: screenshot })
  await person.join()
}

async function readPopups(people: readonly Person[], screenshot?: string): Promise<readonly PersonFacts[]> {
  return Promise.all(
    people.map(async (person, index) => {
      const shown = await person.readPopup(people.length, index === 0 ? screenshot : undefined)
      return { name: person.name, code: shown.code, epoch: shown.epoch, groupSize: shown.groupSize }
    }),
  )
}

async function measureTiles(people: readonly Person[]): Promise<readonly TileFacts[]> {
  const measured = people.flatMap((viewer) =>
    othersOf(viewer, people).map(async (name) => ({
      viewer: viewer.name,
      ...(await measureTile(viewer.page, name, MEASURE_MS)),
    })),
  )
  return Promise.all(measured)
}

/** The first key that the person sends under and that came into use after the click on `Leave`. */
async function awaitSwitch(person: Person, leftAtMs: number): Promise<SwitchFacts> {
  const isNew = (found: KeySwitch | null): boolean => (found?.sendingAtMs ?? 0) >= leftAtMs
  const found = await until(async () => {
    const newest = await readKeySwitch(person.page)
    return isNew(newest) ? newest : null
  }, `${person.name}'s new key`).catch(() => null)
  const sendingAtMs = found?.sendingAtMs ?? null
  return { name: person.name, newKeyAfterMs: sendingAtMs === null ? null : Math.round(sendingAtMs - leftAtMs) }
}

function othersOf(person: Person, people: readonly Person[]): readonly string[] {
  return people.filter((other) => other !== person).map(({ name }) => name)
}
