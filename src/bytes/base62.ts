// Base62 as the links use it: fixed length, most significant digit first, so one number has one spelling.

import { fromBigEndian } from "./bytes.ts"

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const BASE = 62n

/** The bytes as a big-endian number modulo 62^`length`, in `length` base62 digits. */
export function base62(bytes: Uint8Array, length: number): string {
  let rest = fromBigEndian(bytes) % BASE ** BigInt(length)
  let text = ""
  for (let digit = 0; digit < length; digit++) {
    text = `${DIGITS[Number(rest % BASE)] ?? ""}${text}`
    rest /= BASE
  }
  return text
}

/** Whether the text is exactly `length` base62 digits. */
export function isBase62(text: string, length: number): boolean {
  return text.length === length && /^[0-9A-Za-z]*$/.test(text)
}
