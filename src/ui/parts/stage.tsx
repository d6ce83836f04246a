import { useEffect, useRef } from "preact/hooks"
import { type MediaKind, SELF, type ShownTile } from "../../meeting/engine-handle.ts"
import type { InMeeting } from "../../meeting/snapshot.ts"
import type { Person } from "../../meeting/person.ts"
import { layoutStage, placePeople, type Rectangle } from "../layout.ts"
import { en } from "../strings/en.ts"
import { Sound } from "./media.tsx"
import { ScreenTile } from "./screen-tile.tsx"
import { Tile } from "./tile.tsx"
import { useSize } from "./use-size.ts"

/** `blocked`: the browser wants a click first; `allowed`: that click was made, so it is played anew. */
export type SoundState = "playing" | "blocked" | "allowed"

export interface StageProps {
  readonly snapshot: InMeeting
  readonly stream: (personId: string, kind: MediaKind) => MediaStream | null
  readonly onShown: (tiles: readonly ShownTile[]) => void
  readonly sound: SoundState
  readonly onSoundBlocked: () => void
}

/** Everybody in the meeting, in tiles that keep their places, and shown screens; and the sound of the others. */
export function Stage({ snapshot: { people, security }, stream, onShown, sound, onSoundBlocked }: StageProps) {
  const stage = useRef<HTMLElement>(null)
  const places = useRef<readonly (string | null)[]>([])
  const size = useSize(stage)
  places.current = placePeople(
    places.current,
    people.map(({ id }) => id),
  )
  const presenters = people.filter(({ isYou, screen }) => !isYou && screen !== "off")
  const rectangles = layoutStage({ screens: presenters.length, people: places.current.length }, size)
  const tiles = people.flatMap((person) => placed(person, rectangles.people[places.current.indexOf(person.id)]))
  const screens = presenters.flatMap((person, at) => placed(person, rectangles.screens[at]))

  const shown = tiles
    .filter(({ person }) => !person.isYou)
    .map(({ person, place }) => ({
      personId: person.id,
      width: Math.round(place.width * devicePixelRatio),
      height: Math.round(place.height * devicePixelRatio),
    }))
  const isMeasured = size.width > 0
  useEffect(() => {
    if (isMeasured) onShown(shown) // before, nobody has a place, which would say that nobody is shown
  }, [isMeasured, JSON.stringify(shown)])

  return (
    <main class="stage" ref={stage} aria-label={en.meeting.stage}>
      {screens.map(({ person, place }) => (
        <ScreenTile key={person.id} person={person} stream={stream(person.id, "screen")} place={place} />
      ))}
      {tiles.map(({ person, place }) => (
        <Tile
          key={person.id}
          person={person}
          stream={stream(mediaId(person), "camera")}
          place={place}
          comparison={security.comparison.state}
        />
      ))}
      {people.map((person) => (
        <PersonSound
          key={`${person.id} ${sound === "allowed"}`}
          person={person}
          stream={stream}
          onBlocked={onSoundBlocked}
        />
      ))}
    </main>
  )
}

interface Placed {
  readonly person: Person
  readonly place: Rectangle
}

/** None where there is no place yet. */
function placed(person: Person, place: Rectangle | undefined): readonly Placed[] {
  return place ? [{ person, place }] : []
}

interface PersonSoundProps extends Pick<StageProps, "stream"> {
  readonly person: Person
  readonly onBlocked: () => void
}

function PersonSound({ person, stream, onBlocked }: PersonSoundProps) {
  const sound = person.isYou ? null : stream(person.id, "microphone")
  return sound && <Sound stream={sound} onBlocked={onBlocked} />
}

function mediaId(person: Person): string {
  return person.isYou ? SELF : person.id
}
