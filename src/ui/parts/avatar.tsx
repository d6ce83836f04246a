import type { Person } from "../../meeting/person.ts"

const HUES = 6
/** Costs more to make than to use. */
const LETTERS = new Intl.Segmenter()

/** Initials on a hue of the person's own. */
export function Avatar({ person }: { readonly person: Pick<Person, "id" | "name"> }) {
  return (
    <span class="avatar" data-hue={hue(person.id)} aria-hidden="true">
      {initials(person.name)}
    </span>
  )
}

/** First letters of the first and the last word, or a question mark where there is no name. */
export function initials(name: string | null): string {
  const words = (name ?? "").trim().split(/\s+/).filter(Boolean)
  const [first, last] = [words.at(0), words.length > 1 ? words.at(-1) : undefined]
  if (first === undefined) return "?"
  return [first, last].map((word) => firstLetter(word ?? "")).join("")
}

function firstLetter(word: string): string {
  const [letter] = LETTERS.segment(word)
  return letter ? letter.segment.toUpperCase() : ""
}

function hue(id: string): number {
  return (Number.parseInt(id.slice(0, 6), 16) || 0) % HUES
}
