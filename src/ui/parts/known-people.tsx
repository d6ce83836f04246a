import type { KnownPerson } from "../../people/known-people.ts"
import { nameList } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { localDay } from "../time.ts"
import { Button } from "./button.tsx"
import { Confirm } from "./confirm.tsx"

export interface KnownPeopleListProps {
  readonly known: readonly KnownPerson[]
  readonly onForget: (person: KnownPerson) => void
  readonly onForgetAll: () => void
}

/** Whom this browser would know again. */
export function KnownPeopleList({ known, onForget, onForgetAll }: KnownPeopleListProps) {
  const words = en.people.known
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft">{words.help}</p>
      <div class="card">
        {known.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <>
            <ul class="known-people">
              {known.map((person) => (
                <KnownRow key={person.names.join()} person={person} onForget={() => onForget(person)} />
              ))}
            </ul>
            <Confirm
              label={words.forgetAll}
              question={words.forgetAllQuestion}
              confirm={words.forgetAllConfirm}
              onConfirm={onForgetAll}
            />
          </>
        )}
      </div>
    </section>
  )
}

function KnownRow({ person, onForget }: { readonly person: KnownPerson; readonly onForget: () => void }) {
  const [name = en.common.unnamedPerson, ...others] = person.names
  const words = en.people.known
  const facts = [
    words.verifiedOn(localDay(person.verifiedAt)),
    ...(others.length > 0 ? [words.alias(nameList(others))] : []),
  ]
  return (
    <li>
      <div class="who">
        <p class="name">{name}</p>
        <p class="soft small">{facts.join(" · ")}</p>
      </div>
      <Button label={words.forgetLabel(name)} onPress={onForget}>
        {words.forget}
      </Button>
    </li>
  )
}
