import type { Person, Security } from "../../meeting/snapshot.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import { claimInWords, claimsInWords } from "../release-claims.ts"
import { en } from "../strings/en.ts"
import { Avatar } from "./avatar.tsx"
import { Icon } from "./icon.tsx"

export interface PeopleListProps {
  readonly people: readonly Person[]
  readonly comparison: Security["comparison"]
  /** The own client's. */
  readonly release: ReleaseStatus
}

/** Who can decrypt this meeting: the group itself, nobody else. */
export function PeopleList({ people, comparison, release }: PeopleListProps) {
  const claims = claimsInWords(release.state, people)
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
      <ul data-testid="roster">
        {people.map((person) => (
          <li key={person.id}>
            <Avatar person={person} />
            <div class="who">
              <p class="name">{person.name ?? en.common.unnamedPerson}</p>
              <p class="soft small">{about(person)}</p>
            </div>
            <Icon name={person.microphone === "on" ? "mic" : "mic-off"} />
            <span class="unseen">{person.microphone === "on" ? en.tile.unmuted : en.tile.muted}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One line about a person: you, host, presence, release. */
function about(person: Person): string {
  const words = [
    person.isYou ? en.common.you : null,
    en.common.roles[person.role],
    presence(person),
    person.isYou ? null : claimInWords(person.release),
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
