import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import type { Rectangle } from "../layout.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Avatar } from "./avatar.tsx"
import { Picture } from "./media.tsx"
import { TileMarks, TileName } from "./tile-labels.tsx"

export interface TileProps {
  readonly person: Person
  readonly stream: MediaStream | null
  readonly place: Rectangle
  readonly comparison: Security["comparison"]["state"]
}

/** One person: the picture, or the avatar and a word that says why there is none. */
export function Tile({ person, stream, place, comparison }: TileProps) {
  const name = personName(person)
  // There before the first frame is, which is shown then and not the one after it; a picture without frames is clear.
  const picture = person.camera === "on" || person.camera === "waiting" ? stream : null
  const word = stateWord(person, name)
  return (
    <article
      class="tile"
      data-testid={person.isYou ? "own-tile" : "tile"}
      data-name={name}
      data-speaking={person.isSpeaking}
      aria-label={person.isYou ? en.tile.you(name) : name}
      style={inPixels(place)}
    >
      <div class="no-picture">
        <Avatar person={person} />
        {word && <p>{word}</p>}
      </div>
      {picture && <Picture stream={picture} mirrored={person.isYou} />}
      <TileName person={person} />
      <TileMarks person={person} comparison={comparison} />
      {person.isSpeaking && <span class="unseen">{en.tile.speaking}</span>}
    </article>
  )
}

/** Where a tile stands on the stage, as its style. */
export function inPixels({ left, top, width, height }: Rectangle) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
}

/** Why a tile shows no picture, or what was refused; `null` where the camera is simply off. */
function stateWord(person: Person, name: string): string | null {
  if (person.presence === "away") return en.tile.away(name)
  switch (person.camera) {
    case "refused":
      return en.tile.videoRefused(name)
    case "waiting":
      return en.tile.waiting(name)
    case "on":
    case "off":
      break
  }
  if (person.microphone === "refused") return en.tile.soundRefused(name)
  return person.presence === "not-heard-yet" && !person.isYou ? en.tile.notHeardYet : null
}
