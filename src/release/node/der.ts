// DER (ITU-T X.690 §10), as much as public keys and signatures need: definite lengths in their shortest form, nothing
// left over.

import { bigEndian, concat } from "../../bytes/bytes.ts"

export interface DerValue {
  readonly tag: number
  readonly content: Uint8Array
}

export const DER = { integer: 0x02, bitString: 0x03, null: 0x05, oid: 0x06, sequence: 0x30 } as const

/** The values that stand in a row in `bytes`; throws TypeError. */
export function readValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = []
  for (let rest = bytes; rest.length > 0;) {
    const { value, length } = readValue(rest)
    values.push(value)
    rest = rest.subarray(length)
  }
  return values
}

/** The content of the only value in `bytes`, which must have `tag`; throws TypeError. */
export function readOnly(bytes: Uint8Array, tag: number): Uint8Array {
  const [value, ...others] = readValues(bytes)
  if (!value || others.length > 0) throw new TypeError("expected one value")
  return contentOf(value, tag)
}

/** The content of a value that must be there and have `tag`; throws TypeError. */
export function contentOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new TypeError(`expected a value of tag ${tag}, got ${value?.tag ?? "none"}`)
  return value.content
}

/** An integer without its sign's byte, which must be there where it must be, and only there; throws TypeError. */
export function readUnsigned(value: DerValue | undefined): Uint8Array {
  const content = contentOf(value, DER.integer)
  const [first = 0x80, second = 0] = content
  if (first >= 0x80) throw new TypeError("expected a number that is not negative")
  if (first > 0) return content
  if (content.length > 1 && second < 0x80) throw new TypeError("a number is not in its shortest form")
  return content.subarray(1)
}

/** A value of at most 65,535 bytes. */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts)
  return concat(Uint8Array.of(tag), encodeLength(content.length), content)
}

function readValue(bytes: Uint8Array): { readonly value: DerValue; readonly length: number } {
  const [tag, short] = bytes
  if (tag === undefined || short === undefined) throw new TypeError("a value ends early")
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f
  if (short >= 0x80 && (lengthBytes === 0 || lengthBytes > 3)) throw new TypeError("a length is out of range")
  const contentLength = lengthBytes === 0 ? short : longLength(bytes.subarray(2, 2 + lengthBytes))
  const start = 2 + lengthBytes
  if (start + contentLength > bytes.length) throw new TypeError("a value ends early")
  return { value: { tag, content: bytes.subarray(start, start + contentLength) }, length: start + contentLength }
}

function longLength(bytes: Uint8Array): number {
  const length = bytes.reduce((value, byte) => value * 256 + byte, 0)
  if (length < 0x80 || bytes[0] === 0) throw new TypeError("a length is not in its shortest form")
  return length
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = bigEndian(BigInt(length), length < 0x100 ? 1 : 2)
  return concat(Uint8Array.of(0x80 | bytes.length), bytes)
}
