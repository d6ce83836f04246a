// Which of the others' media are received, for what the views show of them.

import type { MediaSource } from "../room/frame-encryption.ts"
import type { ShownTile } from "./engine-handle.ts"
import type { MeetingRoom } from "./parts.ts"
import type { RosterMemory } from "./roster-memory.ts"

export interface ShownMediaOptions {
  readonly room: Pick<MeetingRoom, "people" | "show">
  readonly roster: Pick<RosterMemory, "tags">
  /** Whether a host's word forbids a person's media of this kind. */
  readonly isStopped: (personId: string, source: MediaSource) => boolean
}

export class ShownMedia {
  readonly #options: ShownMediaOptions

  constructor(options: ShownMediaOptions) {
    this.#options = options
  }

  /**
   * The views report all that they show: that is received, at the size at which it is shown; null: they show nothing.
   *
   * Who comes after a report is none of it: hiding them until the next would cost a key frame.
   */
  showTiles(tiles: ReadonlyMap<string, ShownTile> | null): void {
    const { room, roster } = this.#options
    room.show(tiles ? new Map(Array.from(roster.tags, ([id, tag]) => [tag, tiles.get(id) ?? null])) : "none")
  }

  /** Another person's track of a kind, or null. */
  track(personId: string, source: MediaSource): MediaStreamTrack | null {
    const { room, roster, isStopped } = this.#options
    if (isStopped(personId, source)) return null
    return (
      room
        .people()
        .get(roster.tags.get(personId) ?? "")
        ?.media.get(source)?.track ?? null
    )
  }

  /** The same people have other tags now. */
  forget(): void {
    this.#options.room.show(new Map())
  }
}
