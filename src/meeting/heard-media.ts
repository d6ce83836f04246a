// What the room has of each person, and what of it was really opened, in the words of people.ts.

import { toHex } from "../bytes/bytes.ts"
import type { EpochMember } from "../mls/epoch-state.ts"
import type { MediaSource } from "../room/frame-encryption.ts"
import type { RemoteMedia, RemotePerson } from "../room/media-room.ts"
import type { Conference } from "./conference.ts"
import type { HeardMedia, RoomMedia } from "./people.ts"

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
  conference: Pick<Conference, "transforms" | "verdicts" | "data">,
  leafSince: ReadonlyMap<string, number>,
): ReadonlyMap<string, HeardMedia> {
  const { transforms, verdicts, data } = conference
  return new Map(
    members.map(({ identityKey, leafKey }) => {
      const trackOf = (source: MediaSource) => transforms.trackIdOf(identityKey, source)
      const verdict = (source: MediaSource) => {
        const track = trackOf(source)
        return track === null ? "nothing-yet" : verdicts.of(track)
      }
      const sinceMs = leafSince.get(toHex(leafKey)) ?? Infinity
      const wasOpened = (source: MediaSource) => verdicts.openedAtMs(trackOf(source) ?? "") > sinceMs
      const wasHeard = data.wasHeard(leafKey) || wasOpened("microphone") || wasOpened("camera")
      const judged = { microphone: verdict("microphone"), camera: verdict("camera"), screen: verdict("screen") }
      return [toHex(identityKey), { ...judged, wasHeard }]
    }),
  )
}
