// Three people, each in a browser of their own, and the meeting that the first of them made.

import { type MeetingPlace, openMeetingPlace } from "./meeting-place.ts"
import type { Person, PersonOptions } from "./person.ts"

export interface ThreePeople {
  /** Ends all of it. */
  readonly place: MeetingPlace
  /** The host, before a red camera. */
  readonly ana: Person
  /** Before a green camera. */
  readonly ben: Person
  /** Before a blue camera. */
  readonly chidi: Person
  readonly link: string
}

export interface ThreeOptions {
  /** How many of Ben and Chidi are in, who come in this order; the others have blank pages. */
  readonly guestsIn: 0 | 1 | 2
  readonly ben?: Partial<PersonOptions>
}

/** The host is in; ends when everybody who is in sees everybody else. */
export async function openThree({ guestsIn, ben: bens = {} }: ThreeOptions): Promise<ThreePeople> {
  await using started = new AsyncDisposableStack()
  const place = started.use(await openMeetingPlace())
  const [maker, ben, chidi] = await Promise.all([
    place.person("Ana", "red"),
    place.person("Ben", "green", bens),
    place.person("Chidi", "blue"),
  ])
  const { host: ana, link } = await maker.makeMeeting(place.origin)
  await ana.join()
  const present = [ana]
  for (const guest of [ben, chidi].slice(0, guestsIn)) {
    await guest.openLink(link)
    await guest.join()
    present.push(guest)
  }
  await seeEachOther(present)
  started.move()
  return { place, ana, ben, chidi, link }
}

/** Waits until each of them sees the tiles of the others, and of nobody else. */
export async function seeEachOther(present: readonly Person[]): Promise<void> {
  await Promise.all(
    present.map((person) => person.sees(present.filter((other) => other !== person).map(({ name }) => name))),
  )
}
