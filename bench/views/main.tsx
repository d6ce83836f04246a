// The page of the bench: the engine's own parts describe a made-up meeting, and the real views draw it.

import { render } from "preact"
import type { Snapshot } from "../../src/meeting/snapshot.ts"
import { nextFrame, oncePerFrame } from "../../src/ui/frame-pace.ts"
import { InfoPanel } from "../../src/ui/parts/info-panel.tsx"
import { enginePageOf, popupPageOf } from "../../tests/harness/gallery/drawn.tsx"
import { paintedEngine } from "../../tests/harness/gallery/painted-engine.ts"
import { type ChangeName, CHANGES, type Lap, type ViewName } from "./laps.ts"
import { MadeUpMeeting } from "./made-up-meeting.ts"

declare global {
  interface Window {
    measureView: (view: ViewName, people: number, times: number) => Promise<readonly Lap[]>
    /** As many come one after the other: milliseconds of each drawing. */
    measureFilling: (view: ViewName, people: number) => Promise<readonly number[]>
  }
}

const ignore = () => undefined
const obey = async () => "done" as const

window.measureView = async (view, people, times) => {
  const laps: Lap[] = []
  const meeting = await MadeUpMeeting.of(people)
  const draw = painterOf(view, meeting.describe())
  for (let round = 0; round < times; round++) {
    for (const change of CHANGES) {
      if (change === "opens") clear()
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      laps.push({ view, change, ...(await measure(meeting, change, draw)) })
      if (change === "opens") openPeople(view)
      await painted() // oxlint-disable-line no-await-in-loop -- in a frame of its own
    }
  }
  clear()
  return laps
}

window.measureFilling = async (view, people) => {
  const meeting = await MadeUpMeeting.of(1)
  const draw = painterOf(view, meeting.describe())
  const drawings: number[] = []
  const show = oncePerFrame((snapshot: Snapshot) => {
    const start = performance.now()
    draw(snapshot)
    place().getBoundingClientRect() // style and layout too
    drawings.push(performance.now() - start)
  }, nextFrame)
  show(meeting.describe())
  openPeople(view)
  for (let number = 1; number < people; number++) {
    await meeting.join() // oxlint-disable-line no-await-in-loop -- one after the other
    show(meeting.describe())
    await new Promise((resolve) => setTimeout(resolve)) // oxlint-disable-line no-await-in-loop -- a task of its own
  }
  await painted()
  clear()
  return drawings
}

async function measure(
  meeting: MadeUpMeeting,
  change: ChangeName,
  draw: (snapshot: Snapshot) => void,
): Promise<Omit<Lap, "view" | "change">> {
  const start = performance.now()
  await make(change, meeting)
  const followed = performance.now()
  const snapshot = meeting.describe()
  const described = performance.now()
  draw(snapshot)
  place().getBoundingClientRect() // style and layout too
  return { followMs: followed - start, describeMs: described - followed, drawMs: performance.now() - described }
}

async function make(change: ChangeName, meeting: MadeUpMeeting): Promise<void> {
  switch (change) {
    case "opens":
      return
    case "somebody speaks":
      return meeting.speak()
    case "somebody joins":
      return meeting.join()
    case "somebody leaves":
      return meeting.leave()
  }
}

function painterOf(view: ViewName, first: Snapshot): (snapshot: Snapshot) => void {
  const engine = paintedEngine(first)
  switch (view) {
    case "people panel":
      return (snapshot) => render(<PeoplePanel snapshot={snapshot} />, place())
    case "meeting page":
      return (snapshot) => render(enginePageOf(engine, snapshot), place())
    case "popup":
      return (snapshot) => render(popupPageOf(engine, snapshot), place())
  }
}

function PeoplePanel({ snapshot }: { readonly snapshot: Snapshot }) {
  if (snapshot.phase !== "meeting") return null
  const on = { onCompare: ignore, onComparePerson: ignore, onLeave: ignore, onClose: ignore }
  return <InfoPanel snapshot={snapshot} give={obey} {...on} />
}

function openPeople(view: ViewName): void {
  if (view === "meeting page") document.querySelector<HTMLElement>(".shield")?.click()
}

function clear(): void {
  render(null, place())
}

async function painted(): Promise<void> {
  await new Promise(requestAnimationFrame)
  await new Promise((resolve) => setTimeout(resolve))
}

function place(): HTMLElement {
  const found = document.getElementById("page")
  if (!found) throw new TypeError("the page must have a place for views")
  return found
}
