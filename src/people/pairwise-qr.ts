// The QR code that one person shows another: the whole digest of their pairwise code, and which of the two shows it, so that
// a picture of one's own code proves nothing.
//
//   content = "WARDROOM:" ‖ upper-case hexadecimal of version (1) ‖ side (1) ‖ digest (32)      all of QR's alphanumeric mode
//   version = 1      side = 0: shown by the person of the lower identity key, 1: by the other

import { compareBytes, concat, fromHex, isEqual, toHex } from "../bytes/bytes.ts"

const PREFIX = "WARDROOM:"
const VERSION = 1
const CONTENT = /^WARDROOM:(?:[0-9A-F]{2}){34}$/

/** Two people, by their identity keys, and the digest of their code. */
export interface Pair {
  readonly you: Uint8Array
  readonly them: Uint8Array
  /** 32 bytes. */
  readonly digest: Uint8Array
}

/** `your-own`: a picture of what you show yourself. `not-a-code`: no such code at all, or one of a later version. */
export type ScanVerdict = "match" | "differs" | "your-own" | "not-a-code"

/** What you show them. */
export function encodePairwiseQr({ you, them, digest }: Pair): string {
  return PREFIX + toHex(concat(Uint8Array.of(VERSION, sideOf(you, them)), digest)).toUpperCase()
}

/** What a code is that you scanned from their screen. */
export function judgePairwiseQr(scanned: string, { you, them, digest }: Pair): ScanVerdict {
  if (!CONTENT.test(scanned)) return "not-a-code"
  const content = fromHex(scanned.slice(PREFIX.length).toLowerCase())
  const [version, side] = content
  if (version !== VERSION) return "not-a-code"
  if (!isEqual(content.subarray(2), digest)) return "differs"
  if (side === sideOf(them, you)) return "match"
  return side === sideOf(you, them) ? "your-own" : "not-a-code"
}

function sideOf(shower: Uint8Array, other: Uint8Array): 0 | 1 {
  return compareBytes(shower, other) < 0 ? 0 : 1
}
