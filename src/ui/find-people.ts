// Finding people in a long list by their names. Pure.

import type { Person } from "../meeting/person.ts"
import { personName } from "./person-names.ts"

/** Who has every word of `wanted` in their name, in whatever case and with whatever accents; everybody where there is none. */
export function findPeople(wanted: string, people: readonly Person[]): readonly Person[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean)
  if (words.length === 0) return people
  return people.filter((person) => {
    const name = plain(personName(person))
    return words.every((word) => name.includes(word))
  })
}

function plain(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()
}
