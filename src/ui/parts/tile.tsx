import type { Person, Security } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import type { Rectangle } from "../layout.ts"
import { marksOf } from "../person-marks.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Avatar } from "./avatar.tsx"
import { COMPARISON_ICONS } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"
import { Picture } from "./media.tsx"

export interface TileProps {
  readonly person: Person
  readonly stream: MediaStream | null
  readonly place: Rectangle
  readonly comparison: Security["comparison"]["state"]
}

const QUALITY_ICONS: Readonly<Record<Person["quality"], IconName | null>> = {
  good: "signal-high",
  poor: "signal-low",
  lost: "signal-zero",
  unknown: null,
}

/** One person: the picture, or the avatar and a word that says why there is none. */
export function Tile({ person, stream, place, comparison }: TileProps) {
  const name = personName(person)
  // There before the first frame is, which is shown then and not the one after it; a picture without frames is clear.
  const picture = person.camera === "on" || person.camera === "waiting" ? stream : null
  const word = stateWord(person, name)
  const quality = QUALITY_ICONS[person.quality]
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
      <p class="tile-label name">
        <Mark icon={person.microphone === "on" ? "mic" : "mic-off"} word={microphoneWord(person)} />
        {person.hand !== null && <Mark icon="hand" word={en.tile.handRaised} />}
        <span class="word">{person.isYou ? en.tile.you(name) : name}</span>
      </p>
      <p class="tile-label marks">
        {!person.isYou && <TrustMark person={person} comparison={comparison} />}
        {quality && <Mark icon={quality} word={en.tile.quality[person.quality]} />}
      </p>
      {person.isSpeaking && <span class="unseen">{en.tile.speaking}</span>}
    </article>
  )
}

/** Where a tile stands on the stage, as its style. */
export function inPixels({ left, top, width, height }: Rectangle) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
}

function Mark({ icon, word }: { readonly icon: IconName; readonly word: string }) {
  return (
    <span title={word}>
      <Icon name={icon} />
      <span class="unseen">{word}</span>
    </span>
  )
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

function microphoneWord(person: Person): string {
  if (person.stopped.microphone) return en.tile.mutedByHost
  return person.microphone === "on" ? en.tile.unmuted : en.tile.muted
}

/** What is known of this person, else of the code of all. */
function TrustMark({ person, comparison }: Pick<TileProps, "person" | "comparison">) {
  const [gravest] = marksOf(person)
  const { icon, words } = gravest ?? { icon: COMPARISON_ICONS[comparison], words: en.security.comparison[comparison] }
  return <Mark icon={icon} word={words} />
}
