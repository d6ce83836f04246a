// One room of browsers and whole clients in Node: the browsers see and hear each other at a real SFU, one of them shows a
// page; the others are members like them, whose media is made up and does not pass that SFU.

import type { Progress } from "../../scripts/progress.ts"
import { RELEASE_SUITE } from "../../src/mls/suite.ts"
import { type Crowd, joinTogether } from "../../tests/harness/crowd.ts"
import { NodeMeeting, settledOn } from "../../tests/harness/node-meeting.ts"
import type { Person } from "../../tests/harness/person.ts"
import { CHOOSE_SLIDES, openSlides } from "../../tests/harness/slides.ts"
import { openBenchPlace } from "../measure/bench-place.ts"
import { yieldToOthers } from "../measure/priority.ts"

const NAMES = ["Ana", "Ben", "Chidi"] as const

/** Somebody in a browser of their own. */
export interface BrowserMember {
  readonly person: Person
  /** Folder of the browser's profile, by which its processes are found. */
  readonly profile: string
}

export interface Room extends AsyncDisposable {
  readonly browsers: readonly BrowserMember[]
  readonly meeting: NodeMeeting
  readonly crowd: Crowd
  readonly chromium: string
}

/** `count` people in all; those in Node click all at once, and once all are in let the browsers go first. */
export async function openRoom(count: number, progress: Progress): Promise<Room> {
  await using started = new AsyncDisposableStack()
  const place = started.use(await openBenchPlace(progress))
  const browsers = await Promise.all(
    NAMES.map(async (name): Promise<BrowserMember> => {
      const person = await place.person(name, { args: CHOOSE_SLIDES })
      return { person, profile: place.profileOf(name) }
    }),
  )
  const [ana, ...others] = browsers.map(({ person }) => person)
  if (!ana) throw new RangeError("nobody is there")
  const { host, link } = await ana.makeMeeting(place.origin)
  await host.page.close()
  for (const person of [ana, ...others]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, before the others fill the room
    await person.openLink(link)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await person.join()
  }
  await present(others.at(-1) ?? ana)
  const meeting = new NodeMeeting(link, { suite: RELEASE_SUITE, mls: "thread" })
  started.defer(() => meeting.end())
  const crowd = await progress.step(`${count - NAMES.length} people come in`, (note) =>
    joinTogether(meeting, { count: count - NAMES.length, withinMs: 0, receivers: 0, note }),
  )
  await settledOn(BigInt(count - 1), crowd.people)
  await yieldToOthers()
  const owned = started.move()
  return {
    browsers,
    meeting,
    crowd,
    chromium: ana.context.browser()?.version() ?? "unknown",
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function present({ context, page }: Person): Promise<void> {
  await openSlides(context)
  await page.bringToFront()
  await page.getByRole("button", { name: "Show your screen" }).first().click()
}
