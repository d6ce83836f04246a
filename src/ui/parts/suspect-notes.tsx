import { useState } from "preact/hooks"
import type { Person } from "../../meeting/person.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { localDay } from "../time.ts"
import { Button } from "./button.tsx"
import { Note } from "./note.tsx"

export interface SuspectNotesProps {
  readonly people: readonly Person[]
  readonly isPeopleShown: boolean
  readonly onShowPeople: () => void
}

/** Who goes by the name of somebody you verified and is not known to be them; until you compare or put it away. */
export function SuspectNotes({ people, isPeopleShown, onShowPeople }: SuspectNotesProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const suspects = people.flatMap((person) => {
    const { acquaintance, verified, id } = person
    const isSuspect = acquaintance?.kind === "other-key" && verified?.verdict !== "match" && !dismissed.includes(id)
    return isSuspect ? [{ id, words: en.people.suspect(personName(person), localDay(acquaintance.since)) }] : []
  })
  return suspects.map(({ id, words }) => (
    <Note key={id} icon="shield-alert" tone="danger" words={words} onDismiss={() => setDismissed([...dismissed, id])}>
      {!isPeopleShown && <Button onPress={onShowPeople}>{en.people.showPeople}</Button>}
    </Note>
  ))
}
