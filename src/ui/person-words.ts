// What is said of a person in one line. Pure.

import type { Person } from "../meeting/person.ts"
import { claimInWords } from "./release-claims.ts"
import { en } from "./strings/en.ts"
import { clockTime } from "./time.ts"

/** One line about a person: you, host, presence, what hosts stopped, release, since when. */
export function aboutPerson(person: Person): string {
  const words = [
    person.isYou ? en.common.you : null,
    en.common.roles[person.role],
    presence(person),
    ...refusals(person),
    person.screen === "on" ? en.roster.shares : null,
    ...stops(person),
    person.isYou ? null : claimInWords(person.release),
    person.since === null ? en.roster.before : en.roster.since(clockTime(person.since)),
  ]
  return words.filter((word) => word !== null).join(" · ")
}

function presence(person: Person): string | null {
  switch (person.presence) {
    case "heard":
      return null
    case "not-heard-yet":
      return person.isYou ? null : en.security.notHeardYet
    case "away":
      return en.security.away
  }
}

function refusals({ camera, microphone }: Person): readonly (string | null)[] {
  const words = en.roster.refused
  return [camera === "refused" ? words.camera : null, microphone === "refused" ? words.microphone : null]
}

function stops({ stopped: { microphone, camera, screen } }: Person): readonly (string | null)[] {
  const { muted, mutedUntil, cameraStopped, screenStopped } = en.roster
  return [
    microphone && (microphone.mayResume ? muted : mutedUntil)(hostName(microphone)),
    camera && cameraStopped(hostName(camera)),
    screen && screenStopped(hostName(screen)),
  ]
}

/** Of whoever gave an order, inside a sentence. */
export function hostName({ by }: { readonly by: string | null }): string {
  return by ?? en.common.aHost.toLowerCase()
}

/** Who raised the hand first is 1; nobody whose hand is down is in it. */
export function handPlaces(people: readonly Pick<Person, "id" | "hand">[]): ReadonlyMap<string, number> {
  const raised = people.flatMap(({ id, hand }) => (hand === null ? [] : [{ id, hand }]))
  const inOrder = raised.toSorted((a, b) => a.hand - b.hand || (a.id < b.id ? -1 : 1))
  return new Map(inOrder.map(({ id }, place) => [id, place + 1]))
}
