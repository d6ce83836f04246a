// LiveKit's SFU sends frames of its own (silence, a black picture) when a track is muted or ends, followed by a trailer
// that it announces to each client. The trailer gives a reason for a drop that happens anyway; it opens nothing.

import { isEqual } from "../bytes/bytes.ts"

/** A shorter trailer could end a sealed frame by chance, so it is ignored. */
const MIN_TRAILER_BYTES = 8

export function isInjected(frame: Uint8Array, trailer: Uint8Array): boolean {
  return (
    trailer.length >= MIN_TRAILER_BYTES &&
    frame.length >= trailer.length &&
    frame[frame.length - 1] === trailer.at(-1) &&
    isEqual(frame.subarray(frame.length - trailer.length), trailer)
  )
}
