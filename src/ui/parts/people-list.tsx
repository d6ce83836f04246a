import { useMemo, useRef, useState } from "preact/hooks"
import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import { findPeople } from "../find-people.ts"
import { handPlaces } from "../person-words.ts"
import { claimsInWords } from "../release-claims.ts"
import { en } from "../strings/en.ts"
import { FindPerson } from "./find-person.tsx"
import { type PeopleActions, PersonRow } from "./person-row.tsx"
import { useFocusKept } from "./use-focus-kept.ts"

export interface PeopleListProps {
  readonly people: readonly Person[]
  readonly comparison: Security["comparison"]
  /** The own client's. */
  readonly release: ReleaseStatus
  readonly actions: PeopleActions | null
}

/** More than are in sight at a time. */
const MANY = 20

/** Who can decrypt this meeting: the group itself, nobody else. */
export function PeopleList({ people, comparison, release, actions }: PeopleListProps) {
  const [wanted, setWanted] = useState("")
  const heading = useRef<HTMLHeadingElement>(null)
  const handleFocus = useFocusKept(heading, people)
  const isLong = people.length > MANY
  const shown = useMemo(() => (isLong ? findPeople(wanted, people) : people), [isLong, wanted, people])
  const claims = useMemo(() => claimsInWords(release.state, people), [release.state, people])
  const hands = useMemo(() => handPlaces(people), [people])
  return (
    <section class="people-list">
      <div class="people-head">
        <h2 ref={heading} tabIndex={-1}>
          {en.security.people}
        </h2>
        <span class="soft small">{en.security.roster[comparison.state]}</span>
      </div>
      <p class="soft small">{en.security.onlyThese(people.length)}</p>
      {claims !== null && (
        <p class="soft small" data-testid="release-claims">
          {claims}
        </p>
      )}
      {isLong && <FindPerson wanted={wanted} shown={shown.length} of={people.length} onWanted={setWanted} />}
      <ul data-testid="roster" data-long={isLong} onFocusIn={handleFocus}>
        {shown.map((person) => (
          <li key={person.id}>
            <PersonRow person={person} handPlace={hands.get(person.id) ?? null} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  )
}
