// Our use of the SFrame key id (RFC 9605 §5.2), 19 bits:
//
//   18 17 16 15            8 7             0
//  +--------+---------------+---------------+
//  |context |     leaf      | epoch mod 256 |
//  +--------+---------------+---------------+
//
// No context is 0, so each KID takes three bytes, and each sealed frame has a header that begins
// 1010cccc 00000xxx. That tells it from plaintext: with a context 0, an ordinary Opus frame (0x78 …) would read as a
// header of leaf 0 in some epoch to come, would be held back, and would make us believe that we had missed a commit.

import { FrameError } from "./errors.ts"

const CONTEXT_NUMBERS = { microphone: 1, camera: 2, screen: 3, "screen-audio": 4, data: 5 } as const

export type FrameContext = keyof typeof CONTEXT_NUMBERS
/** What a media track can be. */
export type TrackContext = Exclude<FrameContext, "data">

const CONTEXTS: readonly (FrameContext | undefined)[] = [
  undefined,
  "microphone",
  "camera",
  "screen",
  "screen-audio",
  "data",
]

export const MAX_LEAF = 255

export interface Kid {
  readonly context: FrameContext
  readonly leaf: number
  /** The epoch's low byte. */
  readonly epochByte: number
}

/** Throws RangeError for a leaf above 255. */
export function encodeKid(context: FrameContext, leaf: number, epoch: bigint): bigint {
  if (!Number.isInteger(leaf) || leaf < 0 || leaf > MAX_LEAF) throw new RangeError(`"leaf" must be 0 to ${MAX_LEAF}`)
  return BigInt((CONTEXT_NUMBERS[context] << 16) | (leaf << 8) | epochByte(epoch))
}

/** Throws FrameError "plaintext" for a number that is no KID of ours. */
export function decodeKid(kid: bigint): Kid {
  const number = kid < 1n << 19n ? Number(kid) : 0
  const context = CONTEXTS[number >> 16]
  if (context === undefined) throw new FrameError("plaintext", "no key id of ours")
  return { context, leaf: (number >> 8) & 0xff, epochByte: number & 0xff }
}

/** Whether a header of ours can begin at `offset`: a three-byte KID whose context exists. */
export function isHeaderStart(bytes: Uint8Array, offset: number): boolean {
  const config = bytes[offset] ?? 0
  const context = bytes[offset + 1] ?? 0
  return config >> 4 === 0xa && CONTEXTS[context] !== undefined
}

export function epochByte(epoch: bigint): number {
  return Number(epoch & 0xffn)
}
