// The few operations on byte strings that everything else needs.

/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Whether two byte strings are equal; not constant time, so never for secrets. */
export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

/** Orders byte strings as numbers of their first differing byte; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** A non-negative integer as exactly `length` bytes, most significant first; throws RangeError when it does not fit. */
export function bigEndian(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  if (value < 0n || value >> BigInt(8 * length) !== 0n) throw new RangeError(`"value" must fit ${length} bytes`)
  const bytes = new Uint8Array(length)
  for (let index = length - 1, rest = value; index >= 0; index--, rest >>= 8n) bytes[index] = Number(rest & 0xffn)
  return bytes
}

/** The integer that `bigEndian` wrote. */
export function fromBigEndian(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

/** Lower case. Called for every member at every change of a group: native where there is one, which Node 24 has not. */
export function toHex(bytes: Uint8Array): string {
  if (HAS_NATIVE_HEX) return bytes.toHex()
  if (bytes.length > MAX_AT_ONCE) return toHex(bytes.subarray(0, MAX_AT_ONCE)) + toHex(bytes.subarray(MAX_AT_ONCE))
  const digits: number[] = []
  for (const byte of bytes) digits.push(HEX_DIGITS[byte >> 4] ?? 0, HEX_DIGITS[byte & 15] ?? 0)
  // One flat string: names of keys are kept in caches, and a string put together digit by digit takes forty times the room.
  return String.fromCharCode(...digits)
}

/** Strict inverse of `toHex`: lower case, whole bytes; throws SyntaxError otherwise. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new SyntaxError("expected lower-case hexadecimal of whole bytes")
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const HEX_DIGITS = encoder.encode("0123456789abcdef")
const HAS_NATIVE_HEX = "toHex" in Uint8Array.prototype
/** More bytes than one call takes as its arguments, in digits, would be too many for some engines. */
const MAX_AT_ONCE = 4096

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** Strict inverse of `utf8`; throws TypeError on bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** SHA-256, 32 bytes. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", unshared(bytes)))
}

/** The same bytes typed as WebCrypto wants them; copies only a view of shared memory. */
export function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
}

/** `length` bytes from the platform's generator. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length))
}
