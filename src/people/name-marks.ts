// What a name in the list is marked with: numbers for people of one name, a doubt for names made to look like others'.

import { looksOf, normalName } from "./names.ts"
import { mixesScripts } from "./scripts.ts"

export interface NamedPerson {
  readonly id: string
  /** Null: it could not be opened. */
  readonly name: string | null
}

/** Why a name may mislead. */
export type NameDoubt =
  | { readonly kind: "looks-like"; readonly name: string }
  /** A word of it is made of letters of several scripts. */
  | { readonly kind: "mixed-scripts" }

export interface NameMark {
  /** Tells people of one name apart; null where the name is theirs alone. */
  readonly number: number | null
  readonly doubt: NameDoubt | null
}

/** Numbers given once are kept as long as the meeting lasts, so that "Ana 2" is always the same person. */
export class NameMarks {
  readonly #numbers = new Map<string, { readonly name: string; readonly number: number }>()
  readonly #given = new Map<string, number>()

  /** Marks of all who are in, given in the order of their arrival. */
  mark(people: readonly NamedPerson[]): ReadonlyMap<string, NameMark> {
    const sizes = new Map<string, number>()
    for (const { name } of people) {
      if (name !== null) sizes.set(normalName(name), (sizes.get(normalName(name)) ?? 0) + 1)
    }
    const alike = namesByLook(people)
    return new Map(
      people.map((person) => [person.id, { number: this.#numberOf(person, sizes), doubt: doubtOf(person, alike) }]),
    )
  }

  #numberOf({ id, name }: NamedPerson, sizes: ReadonlyMap<string, number>): number | null {
    if (name === null) return null
    const normal = normalName(name)
    const known = this.#numbers.get(id)
    if (known?.name === normal) return known.number
    if ((sizes.get(normal) ?? 0) < 2) return null
    const number = (this.#given.get(normal) ?? 0) + 1
    this.#given.set(normal, number)
    this.#numbers.set(id, { name: normal, number })
    return number
  }
}

/** Of somebody who is not in yet: also a name that is somebody's who is. */
export function doubtAtDoor(name: string | null, people: readonly Pick<NamedPerson, "name">[]): NameDoubt | null {
  if (name === null) return null
  const alike = namesByLook(people)
  const same = looksOf(name).flatMap((look) => alike.get(look) ?? [])
  return same[0] === undefined ? doubtOf({ name }, alike) : { kind: "looks-like", name: same[0] }
}

/** The names that share a look. */
function namesByLook(people: readonly Pick<NamedPerson, "name">[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>()
  for (const { name } of people) {
    if (name !== null) for (const look of looksOf(name)) names.set(look, [...(names.get(look) ?? []), name])
  }
  return names
}

/** Both of two are marked: which of them is the one that people mean, only they can tell. */
function doubtOf({ name }: Pick<NamedPerson, "name">, alike: ReadonlyMap<string, readonly string[]>): NameDoubt | null {
  if (name === null) return null
  const other = looksOf(name)
    .flatMap((look) => alike.get(look) ?? [])
    .find((candidate) => normalName(candidate) !== normalName(name))
  if (other !== undefined) return { kind: "looks-like", name: other }
  return mixesScripts(name) ? { kind: "mixed-scripts" } : null
}
