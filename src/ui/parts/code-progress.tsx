import type { CodeWord, Security } from "../../meeting/security.ts"
import type { Person } from "../../meeting/person.ts"
import { nameList, personName, shortName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import type { VerdictProps } from "./verdict.tsx"

export interface CodeProgressProps {
  readonly confirmations: Security["confirmations"]
  readonly people: readonly Person[]
  /** Whether there is a code to read. */
  readonly code: VerdictProps["code"]
  readonly onSay: (word: CodeWord) => void
}

/** Comparing the code aloud: who reads it, how many found it the same, and who has yet to say so. */
export function CodeProgress({ confirmations, people, code, onSay }: CodeProgressProps) {
  const { reader, confirmed, differ, of } = confirmations
  const words = en.people.aloud
  const answered = new Set([...confirmed, ...differ])
  const missing = people.filter(({ id }) => !answered.has(id))
  const hasBegun = reader !== null || confirmed.length + differ.length > 0
  return (
    <div class="code-progress">
      {reader === null && (
        <Button look="plain" disabled={code === "computing"} onPress={() => onSay("reads")}>
          {words.read}
        </Button>
      )}
      <p role="status">{reader !== null && readerWords(reader, people)}</p>
      {hasBegun && (
        <>
          <meter
            class="confirmed"
            min={0}
            max={of}
            value={confirmed.length}
            aria-label={words.confirmed(confirmed.length, of)}
          />
          <p class="small">{words.confirmed(confirmed.length, of)}</p>
          {missing.length > 0 && <p class="soft small">{words.missing(nameList(missing.map(shortName)))}</p>}
        </>
      )}
    </div>
  )
}

function readerWords(reader: string, people: readonly Person[]): string {
  const person = people.find(({ id }) => id === reader)
  if (!person) return ""
  return person.isYou ? en.people.aloud.youRead : en.people.aloud.reads(personName(person))
}
