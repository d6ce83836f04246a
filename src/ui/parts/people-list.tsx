import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import { handPlaces } from "../person-words.ts"
import { claimsInWords } from "../release-claims.ts"
import { en } from "../strings/en.ts"
import { type PeopleActions, PersonRow } from "./person-row.tsx"

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
  const claims = claimsInWords(release.state, people)
  const hands = handPlaces(people)
  return (
    <section class="people-list">
      <div class="people-head">
        <h2>{en.security.people}</h2>
        <span class="soft small">{en.security.roster[comparison.state]}</span>
      </div>
      <p class="soft small">{en.security.onlyThese(people.length)}</p>
      {claims !== null && (
        <p class="soft small" data-testid="release-claims">
          {claims}
        </p>
      )}
      <ul data-testid="roster" data-long={people.length > MANY}>
        {people.map((person) => (
          <li key={person.id}>
            <PersonRow person={person} handPlace={hands.get(person.id) ?? null} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  )
}
