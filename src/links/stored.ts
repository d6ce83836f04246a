// From what the extension API hands us (JSON values, typed unknown) to the strict decoders of src/bytes.

import type { CborValue } from "../bytes/cbor.ts"
import { type Shape, ShapeError } from "../bytes/shape.ts"

/** Decodes a value of storage or of a message; throws ShapeError. */
export function decodeValue<T extends CborValue>(shape: Shape<T>, value: unknown): T {
  if (!isPlain(value)) throw new ShapeError("wrong-type", "a value must be plain")
  return shape(value, "")
}

/** The same for what is in storage: `null` when it is not there, or is none of ours. */
export function readStored<T extends CborValue>(shape: Shape<T>, value: unknown): T | null {
  try {
    return decodeValue(shape, value)
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
}

function isPlain(value: unknown): value is CborValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true
  if (typeof value === "number") return Number.isSafeInteger(value)
  if (Array.isArray(value)) return value.every(isPlain)
  return typeof value === "object" && Object.values(value).every(isPlain)
}
