import type { Person } from "../../meeting/person.ts"
import { marksOf } from "../person-marks.ts"
import { Icon } from "./icon.tsx"

/** Whether somebody was verified, and what makes their name doubtful. */
export function PersonMarks({ person }: { readonly person: Pick<Person, "verified" | "acquaintance" | "nameDoubt"> }) {
  const marks = marksOf(person)
  if (marks.length === 0) return null
  return (
    <ul class="person-marks">
      {marks.map(({ hue, icon, words }) => (
        <li key={words} class="trust-word" data-trust={hue}>
          <Icon name={icon} />
          {words}
        </li>
      ))}
    </ul>
  )
}
