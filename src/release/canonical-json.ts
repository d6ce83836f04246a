// JSON with one spelling for each value (RFC 8785 without fractions): names in the order of their code points, no white
// space, integers only. So its digest names a value, and what was signed cannot be read in two ways.

import { compareBytes, fromUtf8, isEqual, utf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { ReleaseError } from "./errors.ts"

/** Encodes as UTF-8; throws RangeError for a fraction and TypeError for what JSON has not. */
export function encodeCanonicalJson(value: CborValue): Uint8Array<ArrayBuffer> {
  return utf8(write(value))
}

/** Checks that JSON is spelled as `encodeCanonicalJson` spells it; throws ReleaseError `release-malformed`. */
export function verifyCanonical(bytes: Uint8Array): void {
  const value: CborValue = parse(bytes)
  if (!isEqual(encode(value), bytes)) throw malformed("it is not in canonical form")
}

function parse(bytes: Uint8Array): CborValue {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch (cause) {
    throw malformed("not JSON in UTF-8", { cause })
  }
}

function encode(value: CborValue): Uint8Array {
  try {
    return encodeCanonicalJson(value)
  } catch (cause) {
    if (cause instanceof RangeError) throw malformed("numbers must be integers", { cause })
    throw cause
  }
}

function write(value: CborValue): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value)
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new RangeError(`${value} is not a safe integer`)
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`
  if (typeof value === "bigint" || value instanceof Uint8Array) throw new TypeError("JSON has no such value")
  const fields = Object.entries(value).map(([name, field]) => ({ key: utf8(name), name, field }))
  fields.sort((a, b) => compareBytes(a.key, b.key))
  return `{${fields.map(({ name, field }) => `${JSON.stringify(name)}:${write(field)}`).join(",")}}`
}

function malformed(message: string, options?: ErrorOptions): ReleaseError {
  return new ReleaseError("release-malformed", message, options)
}
