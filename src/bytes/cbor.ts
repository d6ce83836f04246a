// CBOR in its core deterministic form (RFC 8949 §4.2.1), and only the types we send: integers, byte strings, text,
// arrays, maps with text keys, booleans and null. One value has one encoding, so an encoding can be signed and compared.

import { bigEndian, concat, fromUtf8, utf8 } from "./bytes.ts"

export type CborValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue }

export type CborFault = "truncated" | "trailing" | "not-canonical" | "unsupported" | "too-deep"

export class CborError extends Error {
  override readonly name = "CborError"
  readonly fault: CborFault

  constructor(fault: CborFault, message: string) {
    super(message)
    this.fault = fault
  }
}

const MAX_DEPTH = 16
const UINT = 0
const NEGATIVE = 1
const BYTES = 2
const TEXT = 3
const ARRAY = 4
const MAP = 5
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6

/** Encodes deterministically; numbers must be safe integers, bigints must fit 64 bits. */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  write(value, parts)
  return concat(...parts)
}

function write(value: CborValue, parts: Uint8Array[]): void {
  if (typeof value === "number" || typeof value === "bigint") writeInteger(value, parts)
  else if (typeof value === "string") writeString(TEXT, utf8(value), parts)
  else if (value instanceof Uint8Array) writeString(BYTES, value, parts)
  else if (value === null) parts.push(Uint8Array.of(NULL))
  else if (typeof value === "boolean") parts.push(Uint8Array.of(value ? TRUE : FALSE))
  else if (Array.isArray(value)) {
    parts.push(head(ARRAY, BigInt(value.length)))
    for (const item of value) write(item, parts)
  } else writeMap(Object.entries(value), parts)
}

function writeInteger(value: number | bigint, parts: Uint8Array[]): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new RangeError("a number must be a safe integer")
  const integer = BigInt(value)
  parts.push(integer >= 0n ? head(UINT, integer) : head(NEGATIVE, -1n - integer))
}

function writeString(major: number, bytes: Uint8Array, parts: Uint8Array[]): void {
  parts.push(head(major, BigInt(bytes.length)), bytes)
}

// Keys in the bytewise order of their encodings: for text keys that is by length, then by bytes.
function writeMap(entries: readonly (readonly [string, CborValue])[], parts: Uint8Array[]): void {
  parts.push(head(MAP, BigInt(entries.length)))
  const sorted = entries.map(([key, value]) => ({ key: utf8(key), value })).sort((a, b) => compareKeys(a.key, b.key))
  for (const { key, value } of sorted) {
    writeString(TEXT, key, parts)
    write(value, parts)
  }
}

function compareKeys(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length
  const index = a.findIndex((byte, at) => byte !== b[at])
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)
}

function head(major: number, value: bigint): Uint8Array {
  const type = major << 5
  if (value < 24n) return Uint8Array.of(type | Number(value))
  if (value < 0x100n) return Uint8Array.of(type | 24, Number(value))
  if (value < 0x1_0000n) return concat(Uint8Array.of(type | 25), bigEndian(value, 2))
  if (value < 0x1_0000_0000n) return concat(Uint8Array.of(type | 26), bigEndian(value, 4))
  if (value < 1n << 64n) return concat(Uint8Array.of(type | 27), bigEndian(value, 8))
  throw new RangeError("an integer must fit 64 bits")
}

/**
 * Decodes one value and refuses everything that `encodeCbor` would not have written.
 *
 * Integers beyond 2^53 come back as bigint, all others as number; byte strings are copies.
 * Throws CborError.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const reader = new Reader(bytes)
  const value = reader.value(0)
  if (!reader.isAtEnd) throw new CborError("trailing", "bytes after the value")
  return value
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #offset = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length
  }

  value(depth: number): CborValue {
    if (depth > MAX_DEPTH) throw new CborError("too-deep", `nested deeper than ${MAX_DEPTH}`)
    const initial = this.#take(1)[0] ?? 0
    if (initial === NULL) return null
    if (initial === FALSE || initial === TRUE) return initial === TRUE
    const argument = this.#argument(initial & 31)
    switch (initial >> 5) {
      case UINT:
        return narrow(argument)
      case NEGATIVE:
        return narrow(-1n - argument)
      case BYTES:
        return this.#take(argument).slice()
      case TEXT:
        return this.#text(argument)
      case ARRAY:
        return this.#array(argument, depth)
      case MAP:
        return this.#map(argument, depth)
      default:
        throw new CborError("unsupported", `initial byte 0x${initial.toString(16)}`)
    }
  }

  #argument(short: number): bigint {
    if (short < 24) return BigInt(short)
    if (short > 27) throw new CborError("unsupported", "indefinite or reserved length")
    const length = 1 << (short - 24)
    const value = this.#unsigned(length)
    const smallest = length === 1 ? 24n : 1n << BigInt(4 * length)
    if (value < smallest) throw new CborError("not-canonical", "a shorter form of this number exists")
    return value
  }

  #unsigned(length: number): bigint {
    const start = this.#offset
    this.#take(length)
    switch (length) {
      case 1:
        return BigInt(this.#view.getUint8(start))
      case 2:
        return BigInt(this.#view.getUint16(start))
      case 4:
        return BigInt(this.#view.getUint32(start))
      default:
        return this.#view.getBigUint64(start)
    }
  }

  #take(length: number | bigint): Uint8Array {
    if (BigInt(length) > BigInt(this.#bytes.length - this.#offset)) throw new CborError("truncated", "input ends early")
    const start = this.#offset
    this.#offset += Number(length)
    return this.#bytes.subarray(start, this.#offset)
  }

  #text(length: bigint): string {
    try {
      return fromUtf8(this.#take(length))
    } catch (error) {
      if (error instanceof CborError) throw error
      throw new CborError("unsupported", "text is not UTF-8")
    }
  }

  // Every item takes a byte at least, so a length beyond the input is refused before anything is allocated.
  #array(length: bigint, depth: number): CborValue[] {
    this.#requireRoom(length)
    return Array.from({ length: Number(length) }, () => this.value(depth + 1))
  }

  #map(length: bigint, depth: number): CborValue {
    this.#requireRoom(2n * length)
    const entries: [string, CborValue][] = []
    let last: Uint8Array | undefined
    for (let count = 0n; count < length; count++) {
      const start = this.#offset
      const key = this.value(MAX_DEPTH)
      if (typeof key !== "string") throw new CborError("unsupported", "a map key must be text")
      const encoded = this.#bytes.subarray(start, this.#offset)
      if (last && compareKeys(last, encoded) >= 0) throw new CborError("not-canonical", "map keys out of order")
      last = encoded
      entries.push([key, this.value(depth + 1)])
    }
    return Object.fromEntries(entries)
  }

  #requireRoom(items: bigint): void {
    if (items > BigInt(this.#bytes.length - this.#offset)) throw new CborError("truncated", "input ends early")
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
