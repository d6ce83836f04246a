import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import type { IconName } from "../icons.ts"
import { gravestMark } from "../person-marks.ts"
import { personName } from "../person-names.ts"
import type { TrustHue } from "../release-words.ts"
import { en } from "../strings/en.ts"
import { Icon } from "./icon.tsx"

const QUALITY_ICONS: Readonly<Record<Person["quality"], IconName | null>> = {
  good: "signal-high",
  poor: "signal-low",
  lost: "signal-zero",
  unknown: null,
}

/** Who is on a tile, whether they can be heard, and whether they ask for the word. */
export function TileName({ person }: { readonly person: Person }) {
  const name = personName(person)
  return (
    <p class="tile-label name">
      <Mark icon={person.microphone === "on" ? "mic" : "mic-off"} word={microphoneWord(person)} />
      {person.hand !== null && <Mark icon="hand" word={en.tile.handRaised} />}
      <span class="word">{person.isYou ? en.tile.you(name) : name}</span>
    </p>
  )
}

export interface TileMarksProps {
  readonly person: Person
  readonly comparison: Security["comparison"]["state"]
}

/** Whether it is known who they are, and how well they are received. */
export function TileMarks({ person, comparison }: TileMarksProps) {
  const trust = person.isYou ? null : gravestMark(person, comparison)
  const quality = QUALITY_ICONS[person.quality]
  return (
    <p class="tile-label marks" data-trust={trust?.hue}>
      {trust && <Mark icon={trust.icon} word={trust.words} hue={trust.hue} />}
      {quality && <Mark icon={quality} word={en.tile.quality[person.quality]} />}
    </p>
  )
}

function Mark({ icon, word, hue }: { readonly icon: IconName; readonly word: string; readonly hue?: TrustHue }) {
  return (
    <span class="trust-word" data-trust={hue} title={word}>
      <Icon name={icon} />
      <span class="unseen">{word}</span>
    </span>
  )
}

function microphoneWord(person: Person): string {
  if (person.stopped.microphone) return en.tile.mutedByHost
  return person.microphone === "on" ? en.tile.unmuted : en.tile.muted
}
