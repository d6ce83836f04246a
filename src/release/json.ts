// JSON from outside: read once, strictly, through the shapes of src/bytes. Two of its readers must never differ, so
// whatever is not named is refused.

import { fromUtf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { record, type Shape, ShapeError, type Shaped } from "../bytes/shape.ts"
import { ReleaseError, type ReleaseFault } from "./errors.ts"

/** Decodes UTF-8 JSON of one shape; throws ReleaseError with `fault`. */
export function decodeJson<T extends CborValue>(
  shape: Shape<T>,
  bytes: Uint8Array,
  maxBytes: number,
  fault: ReleaseFault,
): T {
  if (bytes.length > maxBytes) throw new ReleaseError(fault, `must be at most ${maxBytes} bytes, got ${bytes.length}`)
  try {
    const value: CborValue = JSON.parse(fromUtf8(bytes))
    return shape(value, "")
  } catch (cause) {
    const isKnown = cause instanceof ShapeError || cause instanceof SyntaxError || cause instanceof TypeError
    if (!isKnown) throw cause
    throw new ReleaseError(fault, cause instanceof ShapeError ? cause.message : "not JSON in UTF-8", { cause })
  }
}

type Fields = { readonly [name: string]: Shape<CborValue> }
type Message<F extends Fields> = Shape<{ readonly [K in keyof F]: Shaped<F[K]> }>

/** A protobuf message as JSON: a field left out is null, so a field may be left out where its shape takes null. */
export function message<F extends Fields>(fields: F): Message<F> {
  const strict = record(fields)
  return (value, path) => {
    if (!isMap(value)) return strict(value, path)
    const all = Object.keys(fields).map((name) => [name, null] as const)
    return strict({ ...Object.fromEntries(all), ...value }, path)
  }
}

/** The shape, or `fallback` where protobuf leaves the field out because it holds its type's first value. */
export function defaulting<T extends CborValue>(shape: Shape<T>, fallback: T): Shape<T> {
  return (value, path) => (value === null ? fallback : shape(value, path))
}

/** A map from any text that `name` takes to a shape. */
export function mapOf<T extends CborValue>(name: RegExp, item: Shape<T>): Shape<{ readonly [key: string]: T }> {
  return (value, path) => {
    if (!isMap(value)) throw new ShapeError("wrong-type", `"${path}" must be a map`)
    const entries = Object.entries(value).map(([key, entry]) => {
      if (!name.test(key))
        throw new ShapeError("not-allowed", `"${path}" has a name that does not match ${name.source}`)
      return [key, item(entry, `${path}.${key}`)] as const
    })
    return Object.fromEntries(entries)
  }
}

/** A safe integer of at least `min`. */
export function integer(min: number): Shape<number> {
  return (value, path) => {
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min) {
      throw new ShapeError("wrong-type", `"${path}" must be an integer of at least ${min}`)
    }
    return value
  }
}

/** protobuf's int64, which JSON writes as text: never negative here. */
export const int64: Shape<bigint> = (value, path) => {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== "string" || !/^(?:0|[1-9]\d{0,18})$/.test(text)) {
    throw new ShapeError("wrong-type", `"${path}" must be a non-negative integer`)
  }
  return BigInt(text)
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * protobuf's bytes: base64 (RFC 4648 §4) with its padding and no stray bits, of at least one byte. Line breaks, which
 * many writers put in, say nothing.
 */
export const base64: Shape<Uint8Array> = (value, path) => {
  const text = typeof value === "string" ? value.replaceAll(/[\r\n]/g, "") : ""
  const binary = text !== "" && BASE64.test(text) ? atob(text) : null
  if (binary === null || btoa(binary) !== text) throw new ShapeError("wrong-type", `"${path}" must be base64`)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/

/** A time in UTC (RFC 3339), as milliseconds since 1970. */
export const time: Shape<number> = (value, path) => {
  const milliseconds = typeof value === "string" && TIME.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(milliseconds)) throw new ShapeError("wrong-type", `"${path}" must be a time in UTC`)
  return milliseconds
}

/** Anything, for what nobody reads. */
export const anything: Shape<CborValue> = (value) => value

function isMap(value: CborValue): value is { readonly [key: string]: CborValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
