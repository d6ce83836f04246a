import type { Person } from "../../meeting/person.ts"
import type { Rectangle } from "../layout.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Icon } from "./icon.tsx"
import { Picture } from "./media.tsx"
import { inPixels } from "./tile.tsx"

export interface ScreenTileProps {
  readonly person: Person
  readonly stream: MediaStream | null
  readonly place: Rectangle
}

/** The screen that somebody shows, whole; or a word that says why it is not seen. */
export function ScreenTile({ person, stream, place }: ScreenTileProps) {
  const name = personName(person)
  const picture = person.screen === "on" || person.screen === "waiting" ? stream : null
  const word = stateWord(person.screen, name)
  return (
    <article
      class="tile screen-tile"
      data-testid="screen-tile"
      data-name={name}
      aria-label={en.screen.of(name)}
      style={inPixels(place)}
    >
      <div class="no-picture">{word && <p>{word}</p>}</div>
      {picture && <Picture stream={picture} />}
      <p class="tile-label name">
        <Icon name="screen-share" />
        <span class="word">{en.screen.of(name)}</span>
      </p>
    </article>
  )
}

function stateWord(screen: Person["screen"], name: string): string | null {
  switch (screen) {
    case "waiting":
      return en.screen.waiting(name)
    case "refused":
      return en.screen.refused(name)
    case "on":
    case "off":
      return null
  }
}
