// Which track of somebody is judged, as the snapshot finds it.

import { toHex } from "../../../src/bytes/bytes.ts"
import { newestTracks, trackName } from "../../../src/meeting/heard-media.ts"
import type { TrackTransforms } from "../../../src/meeting/track-transforms.ts"
import type { MediaSource } from "../../../src/room/frame-encryption.ts"

/** The newest track of a person's source, or null where none is attached. */
export function trackIdOf(
  transforms: Pick<TrackTransforms, "tracks">,
  identityKey: Uint8Array,
  source: MediaSource,
): string | null {
  return newestTracks(transforms.tracks()).get(trackName(toHex(identityKey), source)) ?? null
}
