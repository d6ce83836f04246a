import { useState } from "preact/hooks"
import type { Person } from "../../meeting/person.ts"
import { nameList, personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { localDay } from "../time.ts"
import { Button } from "./button.tsx"
import { Note } from "./note.tsx"

export interface SuspectNoteProps {
  readonly people: readonly Person[]
  readonly isPeopleShown: boolean
  readonly onShowPeople: () => void
}

/**
 * Who goes by the name of somebody you verified and is not known to be them; until you compare or put it away. One note
 * whatever their number, since each covers what lies below.
 */
export function SuspectNote({ people, isPeopleShown, onShowPeople }: SuspectNoteProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const suspects = people.flatMap((person) => {
    const { acquaintance, verified, id } = person
    const isSuspect = acquaintance?.kind === "other-key" && verified?.verdict !== "match" && !dismissed.includes(id)
    return isSuspect ? [{ id, name: personName(person), since: acquaintance.since }] : []
  })
  const [first, ...others] = suspects
  if (!first) return null
  const words =
    others.length > 0
      ? en.people.suspects(nameList(suspects.map(({ name }) => name)))
      : en.people.suspect(first.name, localDay(first.since))
  const dismiss = () => setDismissed([...dismissed, ...suspects.map(({ id }) => id)])
  return (
    <Note icon="shield-alert" tone="danger" words={words} onDismiss={dismiss}>
      {!isPeopleShown && <Button onPress={onShowPeople}>{en.people.showPeople}</Button>}
    </Note>
  )
}
