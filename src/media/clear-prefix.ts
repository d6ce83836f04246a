// How many bytes at a frame's beginning stay readable for the SFU (they are authenticated all the same).
//
//   VP8   10 in key frames (frame tag, start code, size: RFC 6386 §9.1), 1 in others; bit 0 of byte 0 clear = key frame
//   VP9    1 (LiveKit looks for key frames in it)
//   Opus   0
//
// Both sides take the length from the frame's own first byte, never from what RTP says beside it, so it cannot be
// argued about: another length means another header position and other authenticated data.

import { FrameError } from "./errors.ts"

export type FrameCodec = "opus" | "vp8" | "vp9"

const VP8_KEY_BYTES = 10
export const MAX_PREFIX_BYTES = VP8_KEY_BYTES

/** The codec of a MIME type ("video/VP8") or bare name; throws FrameError "unsupported-codec". */
export function codecOf(name: string): FrameCodec {
  switch (name.toLowerCase()) {
    case "opus":
    case "audio/opus":
      return "opus"
    case "vp8":
    case "video/vp8":
      return "vp8"
    case "vp9":
    case "video/vp9":
      return "vp9"
    default:
      throw new FrameError("unsupported-codec", "only Opus, VP8 and VP9 are sealed")
  }
}

/** Throws FrameError "empty" for a frame without bytes, "malformed" for one shorter than its clear prefix. */
export function clearPrefixLength(codec: FrameCodec, frame: Uint8Array): number {
  if (frame.length === 0) throw new FrameError("empty", "a frame of no bytes")
  const length = prefixBytes(codec, frame)
  if (frame.length < length)
    throw new FrameError("malformed", `a frame of ${frame.length} bytes, shorter than its prefix`)
  return length
}

function prefixBytes(codec: FrameCodec, frame: Uint8Array): number {
  if (codec === "opus") return 0
  return codec === "vp8" && isVp8KeyFrame(frame) ? VP8_KEY_BYTES : 1
}

/** Whether a VP8 frame, sealed or not, is a key frame. */
export function isVp8KeyFrame(frame: Uint8Array): boolean {
  return ((frame[0] ?? 1) & 1) === 0
}
