// The SFrame header, RFC 9605 §4.3.
//
//   0 1 2 3 4 5 6 7
//  +-+-----+-+-----+------------------+------------------+
//  |X|  K  |Y|  C  |  KID (K+1 bytes) |  CTR (C+1 bytes) |
//  +-+-----+-+-----+------------------+------------------+
//
// With X = 0 the KID is K itself and its field is absent; likewise Y, C and CTR. Every value has one encoding, the
// shortest; longer ones are refused.

import { FrameError } from "./errors.ts"

export const MAX_HEADER_BYTES = 17
const EXTENDED = 8
const LIMIT = 1n << 64n

export interface FrameHeader {
  readonly kid: bigint
  readonly counter: bigint
  /** Bytes that the header takes. */
  readonly length: number
}

/** The header's 1 to 17 bytes; throws FrameError "exhausted" when a value does not fit 64 bits. */
export function encodeHeader(kid: bigint, counter: bigint): Uint8Array<ArrayBuffer> {
  const kidBytes = fieldBytes(kid)
  const counterBytes = fieldBytes(counter)
  const header = new Uint8Array(1 + kidBytes + counterBytes)
  header[0] = (configOf(kid, kidBytes) << 4) | configOf(counter, counterBytes)
  writeField(header, 1, kidBytes, kid)
  writeField(header, 1 + kidBytes, counterBytes, counter)
  return header
}

/** Reads the header that begins at `offset`; throws FrameError "malformed" when it is cut off or not the shortest. */
export function decodeHeader(bytes: Uint8Array, offset = 0): FrameHeader {
  const config = bytes[offset]
  if (config === undefined) throw new FrameError("malformed", "no header")
  const kidBytes = extensionOf(config >> 4)
  const counterBytes = extensionOf(config & 0xf)
  const length = 1 + kidBytes + counterBytes
  if (offset + length > bytes.length) throw new FrameError("malformed", "the header is cut off")
  return {
    kid: kidBytes === 0 ? BigInt(config >> 4) : readField(bytes, offset + 1, kidBytes),
    counter: counterBytes === 0 ? BigInt(config & 0x7) : readField(bytes, offset + 1 + kidBytes, counterBytes),
    length,
  }
}

/** Bytes of the field beside the config byte: 0 for values that fit its three bits. */
function fieldBytes(value: bigint): number {
  if (value < 0n || value >= LIMIT) throw new FrameError("exhausted", "a header value must fit 64 bits")
  if (value < EXTENDED) return 0
  let length = 1
  for (let rest = value >> 8n; rest > 0n; rest >>= 8n) length++
  return length
}

function configOf(value: bigint, length: number): number {
  return length === 0 ? Number(value) : EXTENDED | (length - 1)
}

function extensionOf(config: number): number {
  return config & EXTENDED ? (config & 0x7) + 1 : 0
}

function writeField(header: Uint8Array, offset: number, length: number, value: bigint): void {
  for (let index = offset + length - 1, rest = value; index >= offset; index--, rest >>= 8n) {
    header[index] = Number(rest & 0xffn)
  }
}

function readField(bytes: Uint8Array, offset: number, length: number): bigint {
  let value = 0n
  for (let index = offset; index < offset + length; index++) value = (value << 8n) | BigInt(bytes[index] ?? 0)
  const smallest = length === 1 ? BigInt(EXTENDED) : 1n << BigInt(8 * (length - 1))
  if (value < smallest) throw new FrameError("malformed", "a shorter header for these values exists")
  return value
}
