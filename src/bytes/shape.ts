// Decoders for what arrives as CBOR: a shape takes an unknown value and returns it typed, or throws.
// Everything is refused that is not named: unknown fields, missing fields, other types, other sizes.

import { type CborValue, decodeCbor } from "./cbor.ts"

export type ShapeFault = "wrong-type" | "wrong-size" | "missing-field" | "unknown-field" | "not-allowed"

export class ShapeError extends Error {
  override readonly name = "ShapeError"
  readonly fault: ShapeFault

  constructor(fault: ShapeFault, message: string) {
    super(message)
    this.fault = fault
  }
}

/** Checks `value`, found at `path`, and returns it typed; throws ShapeError. */
export type Shape<T extends CborValue> = (value: CborValue, path: string) => T
export type Shaped<S> = S extends Shape<infer T> ? T : never

/** Decodes canonical CBOR of one shape; throws CborError or ShapeError. */
export function decodeShape<T extends CborValue>(shape: Shape<T>, bytes: Uint8Array): T {
  return shape(decodeCbor(bytes), "")
}

/** A byte string of exactly `length` bytes. */
export function bytes(length: number): Shape<Uint8Array> {
  return (value, path) => {
    const found = anyBytes(value, path)
    if (found.length !== length) throw wrongSize(path, `${length} bytes`, found.length)
    return found
  }
}

/** A byte string of 1 to `max` bytes. */
export function bytesUpTo(max: number): Shape<Uint8Array> {
  return (value, path) => {
    const found = anyBytes(value, path)
    if (found.length === 0 || found.length > max) throw wrongSize(path, `1 to ${max} bytes`, found.length)
    return found
  }
}

/** Text that the expression matches as a whole (anchor it). */
export function text(pattern: RegExp): Shape<string> {
  return (value, path) => {
    if (typeof value !== "string") throw wrongType(path, "text", value)
    if (!pattern.test(value)) throw new ShapeError("not-allowed", `"${path}" does not match ${pattern.source}`)
    return value
  }
}

/** Text of 0 to `max` UTF-16 units. */
export function textUpTo(max: number): Shape<string> {
  return (value, path) => {
    if (typeof value !== "string") throw wrongType(path, "text", value)
    if (value.length > max) throw wrongSize(path, `at most ${max} characters`, value.length)
    return value
  }
}

/** An integer from 0 to `max`. */
export function uint(max: number = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (value, path) => {
    if (typeof value !== "number" || value < 0) throw wrongType(path, "a non-negative integer", value)
    if (value > max) throw wrongSize(path, `at most ${max}`, value)
    return value
  }
}

/** A 64-bit unsigned integer, always as bigint: MLS epochs. */
export const uint64: Shape<bigint> = (value, path) => {
  if ((typeof value !== "number" && typeof value !== "bigint") || value < 0) {
    throw wrongType(path, "a non-negative integer", value)
  }
  return BigInt(value)
}

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw wrongType(path, "true or false", value)
  return value
}

/** One of the given words. */
export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (value, path) => {
    const word = words.find((candidate) => candidate === value)
    if (word === undefined) throw new ShapeError("not-allowed", `"${path}" must be one of ${words.join(", ")}`)
    return word
  }
}

/** An array of at most `max` items. */
export function list<T extends CborValue>(item: Shape<T>, max: number): Shape<readonly T[]> {
  return (value, path) => {
    if (!isList(value)) throw wrongType(path, "a list", value)
    if (value.length > max) throw wrongSize(path, `at most ${max} items`, value.length)
    return value.map((entry, index) => item(entry, `${path}[${index}]`))
  }
}

/** The shape, or null. */
export function nullable<T extends CborValue>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path))
}

type Fields = { readonly [name: string]: Shape<CborValue> }
type Recorded<F extends Fields> = { readonly [K in keyof F]: Shaped<F[K]> }

/** A map with exactly these fields. */
export function record<F extends Fields>(fields: F): Shape<Recorded<F>> {
  return (value, path) => {
    if (!isRecord(value)) throw wrongType(path, "a map", value)
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name)) throw new ShapeError("unknown-field", `"${path}" has an unknown field`)
    }
    const shaped = Object.entries(fields).map(([name, shape]) => {
      const field = value[name]
      if (field === undefined) throw new ShapeError("missing-field", `"${join(path, name)}" is missing`)
      return [name, shape(field, join(path, name))] as const
    })
    return Object.fromEntries(shaped) as Recorded<F> // the one place where fields become their record's type
  }
}

function anyBytes(value: CborValue, path: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw wrongType(path, "bytes", value)
  return value
}

function isList(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value)
}

function isRecord(value: CborValue): value is { readonly [key: string]: CborValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`
}

function wrongType(path: string, expected: string, got: CborValue): ShapeError {
  return new ShapeError("wrong-type", `"${path}" must be ${expected}, got ${kindOf(got)}`)
}

function kindOf(value: CborValue): string {
  if (value === null) return "null"
  if (isList(value)) return "a list"
  return value instanceof Uint8Array ? "bytes" : typeof value
}

function wrongSize(path: string, expected: string, got: number): ShapeError {
  return new ShapeError("wrong-size", `"${path}" must be ${expected}, got ${got}`)
}
