import type { Person } from "../../meeting/person.ts"
import { personName } from "../person-names.ts"
import type { PageOf } from "../places.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { IconButton } from "./icon-button.tsx"
import { useLastingSpeaker } from "./use-lasting-speaker.ts"

export interface PagerProps {
  readonly people: readonly Person[]
  readonly shown: PageOf
  readonly whereIs: (personId: string) => number
  readonly onTurn: (page: number) => void
}

/** The way to the people who do not fit, and who of them speaks. Both have their place whether or not there is anything. */
export function Pager({ people, shown: { page, pages }, whereIs, onTurn }: PagerProps) {
  const isElsewhere = ({ id, isYou }: Person) => !isYou && whereIs(id) !== page
  const speaking = people.filter((person) => person.isSpeaking && isElsewhere(person))
  const last = useLastingSpeaker(speaking.map(({ id }) => id))
  const speaker = people.find((person) => person.id === last && isElsewhere(person))
  const words = en.stage
  const turn = (to: number) => {
    if (to >= 0 && to < pages) onTurn(to)
  }
  return (
    <nav class="pager" aria-label={words.pages}>
      <div class="speaker">
        {speaker && (
          <Button icon="mic" look="plain" onPress={() => onTurn(whereIs(speaker.id))}>
            {words.speaksOn(personName(speaker), whereIs(speaker.id) + 1)}
          </Button>
        )}
      </div>
      <div class="turn">
        <IconButton
          label={words.previous}
          icon="chevron-left"
          held={page === 0 ? words.isFirst : null}
          onPress={() => turn(page - 1)}
        />
        <p role="status">{words.page(page + 1, pages)}</p>
        <IconButton
          label={words.next}
          icon="chevron-right"
          held={page === pages - 1 ? words.isLast : null}
          onPress={() => turn(page + 1)}
        />
      </div>
    </nav>
  )
}
