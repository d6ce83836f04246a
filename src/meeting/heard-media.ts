// What the room has of each person, and what of it was really opened, in the words of people.ts.

import { toHex } from "../bytes/bytes.ts"
import type { EpochMember } from "../mls/epoch-state.ts"
import type { MediaSource } from "../room/frame-encryption.ts"
import type { RemoteMedia, RemotePerson } from "../room/media-room.ts"
import type { DataMessages } from "./data-messages.ts"
import type { HeardMedia, RoomMedia } from "./people.ts"
import type { OpenedTrack, TrackTransforms } from "./track-transforms.ts"
import type { TrackVerdicts } from "./track-verdicts.ts"

/** What of a conference tells what was opened. */
export interface HeardParts {
  readonly transforms: Pick<TrackTransforms, "tracks">
  readonly verdicts: Pick<TrackVerdicts, "of" | "openedAtMs">
  readonly data: Pick<DataMessages, "wasHeard">
}

/** By tag. */
export function describeRoom(people: ReadonlyMap<string, RemotePerson>): ReadonlyMap<string, RoomMedia> {
  return new Map(Array.from(people, ([tag, person]) => [tag, describePerson(person)]))
}

function describePerson({ media, isSpeaking, quality }: RemotePerson): RoomMedia {
  const camera = media.get("camera")
  const screen = media.get("screen")
  return {
    microphone: soundOf(media.get("microphone")),
    camera: camera && !camera.isMuted ? "on" : "off",
    screen: screen && !screen.isMuted ? "on" : "off",
    isSpeaking,
    quality,
  }
}

function soundOf(track: Pick<RemoteMedia, "isMuted"> | undefined): RoomMedia["microphone"] {
  if (!track) return "none"
  return track.isMuted ? "muted" : "on"
}

/**
 * By identity. A person is heard under the present leaf only: what was opened before a return with a new leaf says
 * nothing of who holds that one. `leafSince`: when each leaf key was first seen, by the clock.
 */
export function describeHeard(
  members: readonly EpochMember[],
  conference: HeardParts,
  leafSince: ReadonlyMap<string, number>,
): ReadonlyMap<string, HeardMedia> {
  const { transforms, verdicts, data } = conference
  const newest = newestTracks(transforms.tracks())
  return new Map(
    members.map(({ identityKey, leafKey }) => {
      const id = toHex(identityKey)
      const trackOf = (source: MediaSource) => newest.get(trackName(id, source)) ?? null
      const verdict = (source: MediaSource) => {
        const track = trackOf(source)
        return track === null ? "nothing-yet" : verdicts.of(track)
      }
      const sinceMs = leafSince.get(toHex(leafKey)) ?? Infinity
      const wasOpened = (source: MediaSource) => verdicts.openedAtMs(trackOf(source) ?? "") > sinceMs
      const wasHeard = data.wasHeard(leafKey) || wasOpened("microphone") || wasOpened("camera")
      const judged = { microphone: verdict("microphone"), camera: verdict("camera"), screen: verdict("screen") }
      return [id, { ...judged, wasHeard }]
    }),
  )
}

/** Ids of the newest track of each person's source, which is the last one, by `trackName`: once for all people. */
export function newestTracks(tracks: ReadonlyMap<string, OpenedTrack>): ReadonlyMap<string, string> {
  return new Map(Array.from(tracks, ([id, { identityKey, source }]) => [trackName(toHex(identityKey), source), id]))
}

/** `person`: the identity key in hexadecimal. */
export function trackName(person: string, source: MediaSource): string {
  return `${person} ${source}`
}
