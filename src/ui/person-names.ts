// What people are called on the screen. Pure.

import type { Person } from "../meeting/person.ts"
import { en } from "./strings/en.ts"

/** Their name, with its number where several have it. */
export function personName({ name, nameNumber }: Pick<Person, "name" | "nameNumber">): string {
  if (name === null) return en.common.unnamedPerson
  return nameNumber === null ? name : en.people.numbered(name, nameNumber)
}

/** As the people of these ids are called in a list of names, in the order of the people. */
export function shortNames(ids: readonly string[], people: readonly Person[]): readonly string[] {
  const named = new Set(ids)
  return people.filter(({ id }) => named.has(id)).map(shortName)
}

/** Yourself are "you". */
export function shortName(person: Person): string {
  return person.isYou ? en.people.aloud.you : personName(person)
}

/** Several of them in one line, the first few by name. */
export function nameList(names: readonly string[], max = 4): string {
  const named = names.length > max ? names.slice(0, max - 1) : names
  const more = names.length - named.length
  return [...named, ...(more > 0 ? [en.people.aloud.more(more)] : [])].join(", ")
}
