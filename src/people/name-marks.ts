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

/** A name as it is compared: reading it costs more than comparing it. */
interface ReadName {
  readonly name: string
  readonly normal: string
  readonly looks: readonly string[]
  readonly isMixed: boolean
}

/** By look: of each normal name that has it the first one as it is written. */
type NamesByLook = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Numbers given once are kept as long as the meeting lasts, so that "Ana 2" is always the same person. */
export class NameMarks {
  readonly #numbers = new Map<string, { readonly name: string; readonly number: number }>()
  readonly #given = new Map<string, number>()
  /** Names of those who were in last: most of them are in the next time too. */
  #read: ReadonlyMap<string, ReadName> = new Map()

  /** Marks of all who are in, given in the order of their arrival. */
  mark(people: readonly NamedPerson[]): ReadonlyMap<string, NameMark> {
    this.#read = readNames(people, this.#read)
    const sizes = new Map<string, number>()
    for (const { name } of people) {
      const normal = name === null ? undefined : this.#read.get(name)?.normal
      if (normal !== undefined) sizes.set(normal, (sizes.get(normal) ?? 0) + 1)
    }
    const alike = namesByLook(this.#read.values())
    return new Map(people.map(({ id, name }) => [id, this.#markOf(id, name, { sizes, alike })]))
  }

  #markOf(
    id: string,
    name: string | null,
    { sizes, alike }: { readonly sizes: ReadonlyMap<string, number>; readonly alike: NamesByLook },
  ): NameMark {
    const read = name === null ? undefined : this.#read.get(name)
    if (!read) return { number: null, doubt: null }
    return { number: this.#numberOf(id, read.normal, sizes), doubt: doubtOf(read, alike) }
  }

  #numberOf(id: string, normal: string, sizes: ReadonlyMap<string, number>): number | null {
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
  const alike = namesByLook(readNames(people).values())
  const read = readName(name)
  const same = read.looks.flatMap((look) => [...(alike.get(look)?.values() ?? [])])
  return same[0] === undefined ? doubtOf(read, alike) : { kind: "looks-like", name: same[0] }
}

function readName(name: string): ReadName {
  return { name, normal: normalName(name), looks: looksOf(name), isMixed: mixesScripts(name) }
}

/** Each name once, in the order in which they come; those `known` are not read again. */
function readNames(
  people: readonly Pick<NamedPerson, "name">[],
  known: ReadonlyMap<string, ReadName> = new Map(),
): ReadonlyMap<string, ReadName> {
  const names = new Set(people.flatMap(({ name }) => name ?? []))
  return new Map(Array.from(names, (name) => [name, known.get(name) ?? readName(name)]))
}

/** The names that share a look. */
function namesByLook(names: Iterable<ReadName>): NamesByLook {
  const byLook = new Map<string, Map<string, string>>()
  for (const { name, normal, looks } of names) {
    for (const look of looks) {
      const alike = byLook.get(look) ?? new Map<string, string>()
      byLook.set(look, alike)
      if (!alike.has(normal)) alike.set(normal, name)
    }
  }
  return byLook
}

/** Both of two are marked: which of them is the one that people mean, only they can tell. */
function doubtOf({ normal, looks, isMixed }: ReadName, alike: NamesByLook): NameDoubt | null {
  for (const look of looks) {
    for (const [otherNormal, other] of alike.get(look) ?? []) {
      if (otherNormal !== normal) return { kind: "looks-like", name: other }
    }
  }
  return isMixed ? { kind: "mixed-scripts" } : null
}
