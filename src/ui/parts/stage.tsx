import { useRef } from "preact/hooks"
import { type MediaKind, SELF, type ShownTile } from "../../meeting/engine-handle.ts"
import type { InMeeting } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Pager } from "./pager.tsx"
import { ScreenTile } from "./screen-tile.tsx"
import { Sounds, type SoundState } from "./sounds.tsx"
import { Tile } from "./tile.tsx"
import { useShown } from "./use-shown.ts"
import { type Placed, useStage } from "./use-stage.ts"

export interface StageProps {
  readonly snapshot: InMeeting
  readonly stream: (personId: string, kind: MediaKind) => MediaStream | null
  /** Null: nobody sees the page. */
  readonly onShown: (tiles: readonly ShownTile[] | null) => void
  readonly sound: SoundState
  readonly onSoundBlocked: () => void
}

/** The people in the meeting, in tiles that keep their places, as many as fit a page; shown screens; and all the sound. */
export function Stage({ snapshot: { people, security }, stream, onShown, sound, onSoundBlocked }: StageProps) {
  const stage = useRef<HTMLElement>(null)
  const room = useRef<HTMLDivElement>(null)
  const { isMeasured, tiles, screens, shown, whereIs, turnTo } = useStage(people, stage, room)
  // Before, nobody has a place, which would say that nobody is shown.
  useShown(isMeasured ? shownTiles(tiles) : null, onShown)
  return (
    <main class="stage" ref={stage} aria-label={en.meeting.stage}>
      <div class="tiles" ref={room}>
        {screens.map(({ person, place }) => (
          <ScreenTile key={person.id} person={person} stream={stream(person.id, "screen")} place={place} />
        ))}
        {tiles.map(({ person, place }) => (
          <Tile
            key={person.id}
            person={person}
            stream={stream(person.isYou ? SELF : person.id, "camera")}
            place={place}
            comparison={security.comparison.state}
          />
        ))}
      </div>
      {shown && <Pager people={people} shown={shown} whereIs={whereIs} onTurn={turnTo} />}
      <Sounds people={people} stream={stream} sound={sound} onBlocked={onSoundBlocked} />
    </main>
  )
}

/** Of the others; what is yours need not be received. */
function shownTiles(tiles: readonly Placed[]): readonly ShownTile[] {
  return tiles
    .filter(({ person }) => !person.isYou)
    .map(({ person, place }) => ({
      personId: person.id,
      width: Math.round(place.width * devicePixelRatio),
      height: Math.round(place.height * devicePixelRatio),
    }))
}
