// Frames as an encoder hands them over, with what our transform and LiveKit's read of them.

import { randomBytes } from "../../src/bytes/bytes.ts"
import type { EncodedFrame } from "../../src/media/transform.ts"

export interface FrameKind {
  readonly name: string
  readonly medium: "audio" | "video"
  readonly mimeType: string
  /** As LiveKit names it; it names none for sound. */
  readonly codec: "vp8" | undefined
  readonly bytes: number
}

const VP8 = { medium: "video", mimeType: "video/VP8", codec: "vp8" } as const

export const FRAME_KINDS: readonly FrameKind[] = [
  { name: "Opus, 80 bytes", medium: "audio", mimeType: "audio/opus", codec: undefined, bytes: 80 },
  { name: "VP8, 1 kB", ...VP8, bytes: 1000 },
  { name: "VP8, 6 kB", ...VP8, bytes: 6000 },
  { name: "VP8, 40 kB", ...VP8, bytes: 40_000 },
]

export interface BenchFrame extends EncodedFrame {
  readonly timestamp: number
  /** Where the bare cipher leaves its nonce. */
  iv: Uint8Array<ArrayBuffer>
}

const VP8_DELTA = 0x01
const OPUS_CELT = 0x78

/** `count` frames of the same content and buffers of their own. */
export function makeFrames({ medium, mimeType, bytes }: FrameKind, count: number): BenchFrame[] {
  const content = randomBytes(bytes)
  content[0] = medium === "video" ? VP8_DELTA : OPUS_CELT
  const metadata = { mimeType, synchronizationSource: 0x5eed }
  return Array.from({ length: count }, (_, index) => ({
    data: content.slice().buffer,
    timestamp: index * 3000,
    iv: new Uint8Array(),
    getMetadata: () => metadata,
    ...(medium === "video" ? { type: "delta" } : {}), // LiveKit tells sound by its having no type
  }))
}
