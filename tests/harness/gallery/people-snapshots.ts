// People of every kind, as the list marks them, and twenty who compare the code.

import type { InMeeting, WithRelease } from "../../../src/meeting/snapshot.ts"
import type { Person } from "../../../src/meeting/person.ts"
import type { Security } from "../../../src/meeting/security.ts"
import type { KnownPerson } from "../../../src/people/known-people.ts"
import { ANA, MEETING, NOON, person, SECURITY } from "./snapshots.ts"

const DAY_MS = 86_400_000
const LAST_WEEK = NOON - 7 * DAY_MS

export const BEN_KNOWN = person(1, "Ben Okafor", {
  since: null,
  acquaintance: { kind: "verified", at: LAST_WEEK },
})
export const CHIDI_NEW = person(2, "Chidi", { acquaintance: { kind: "new" } })
export const OTHER_BEN = person(3, "Ben Okafor", {
  acquaintance: { kind: "other-key", since: LAST_WEEK },
  nameNumber: 2,
})

const KINDS: readonly Person[] = [
  ANA,
  BEN_KNOWN,
  person(2, "Chidi", {
    acquaintance: { kind: "new" },
    verified: { verdict: "match", at: NOON, how: "scanned" },
    nameNumber: 1,
  }),
  person(3, "Chidi", { nameNumber: 2, acquaintance: { kind: "other-key", since: LAST_WEEK } }),
  person(4, "Аna", { nameDoubt: { kind: "looks-like", name: "Ana" } }),
  person(5, "Dora Lindqvist-Pаpadopoulos", { nameDoubt: { kind: "mixed-scripts" } }),
  person(6, "Eva", { verified: { verdict: "differs", at: NOON, how: "by-eye" } }),
]

export const PEOPLE_MEETING: InMeeting & WithRelease = {
  ...MEETING,
  people: KINDS,
  security: { ...SECURITY, groupSize: KINDS.length, confirmations: { ...SECURITY.confirmations, of: KINDS.length } },
}

/** Two by the names of people who were verified. */
export const SUSPECTS: readonly Person[] = [
  ANA,
  OTHER_BEN,
  person(4, "Dora Lindqvist-Papadopoulos", { acquaintance: { kind: "other-key", since: LAST_WEEK } }),
]

/** You found the code the same, and these did not. */
export function differing(ids: readonly string[]): Security {
  return {
    ...SECURITY,
    comparison: { state: "differs", by: ids },
    confirmations: { reader: null, confirmed: [ANA.id], differ: ids, of: 4 },
  }
}

const HUNDRED = [
  ...KINDS,
  ...Array.from({ length: 93 }, (_, number) =>
    person(number + 7, `Guest ${number + 7}`, {
      camera: "off",
      microphone: number % 5 === 0 ? "on" : "muted",
      hand: number % 30 === 0 ? NOON + number : null,
      since: number % 2 === 0 ? null : NOON,
    }),
  ),
]

/** A hundred, of whom fifty came just now; then one raises a hand and one comes; then that one is gone, and Guest 20. */
export const CROWDS: readonly (InMeeting & WithRelease)[] = [
  crowd(HUNDRED),
  crowd([
    ...HUNDRED.map((each) => (each.name === "Guest 90" ? { ...each, hand: NOON } : each)),
    person(100, "Guest 100", { camera: "off" }),
  ]),
  crowd(HUNDRED.filter(({ name }) => name !== "Guest 20")),
]

function crowd(people: readonly Person[]): InMeeting & WithRelease {
  const [at, of] = [Date.now(), people.length]
  return {
    ...MEETING,
    people,
    security: { ...SECURITY, groupSize: of, confirmations: { ...SECURITY.confirmations, of } },
    notices: people.slice(0, 50).map(({ name }, id) => ({ id, at, kind: "joined", name, by: null })),
  }
}

const TWENTY = [ANA, ...Array.from({ length: 19 }, (_, number) => person(number + 1, `Guest ${number + 1}`))]

/** Twenty people, of whom some confirmed. */
export function aloud(confirmed: number, differ: number): InMeeting & WithRelease {
  const ids = TWENTY.slice(2).map(({ id }) => id)
  const by = ids.slice(confirmed, confirmed + differ)
  return {
    ...MEETING,
    people: TWENTY,
    security: {
      ...SECURITY,
      groupSize: TWENTY.length,
      comparison: by.length > 0 ? { state: "differs", by } : SECURITY.comparison,
      confirmations: {
        reader: TWENTY[1]?.id ?? null,
        confirmed: ids.slice(0, confirmed),
        differ: by,
        of: TWENTY.length,
      },
    },
  }
}

export const KNOWN: readonly KnownPerson[] = [
  { lastingKey: new Uint8Array(32).fill(1), names: ["Ben Okafor", "Ben O.", "B. Okafor"], verifiedAt: LAST_WEEK },
  { lastingKey: new Uint8Array(32).fill(2), names: ["Dora Lindqvist-Papadopoulos"], verifiedAt: NOON - 90 * DAY_MS },
]
