// JSON of unknown origin: one reader that refuses what is not there or is of another type.

import { RefusalError, type Kind } from "./verdict.ts"

/** A value inside a JSON document, with the way to it for messages; every refusal is of one kind. */
export class JsonReader {
  readonly value: unknown
  readonly path: string
  readonly fault: Kind

  constructor(value: unknown, path: string, fault: Kind) {
    this.value = value
    this.path = path
    this.fault = fault
  }

  /** Reads UTF-8 JSON; refuses bytes that are neither. */
  static parse(bytes: Uint8Array, path: string, fault: Kind): JsonReader {
    try {
      return new JsonReader(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), path, fault)
    } catch (cause) {
      throw new RefusalError(fault, `${path}: expected JSON in UTF-8`, { cause })
    }
  }

  refuse(expected: string): never {
    throw new RefusalError(this.fault, `${this.path}: expected ${expected}`)
  }

  record(): Readonly<Record<string, unknown>> {
    const value = this.value
    return isRecord(value) ? value : this.refuse("an object")
  }

  /** A member that must be there. */
  get(key: string): JsonReader {
    return this.optional(key) ?? new JsonReader(undefined, `${this.path}.${key}`, this.fault).refuse("a value")
  }

  /** A member, or null where it is missing or null (protobuf's JSON mapping holds both for the same). */
  optional(key: string): JsonReader | null {
    const record = this.record()
    const value = Object.hasOwn(record, key) ? record[key] : null
    return value === null || value === undefined ? null : new JsonReader(value, `${this.path}.${key}`, this.fault)
  }

  /** Refuses members other than these. */
  only(...keys: readonly string[]): this {
    const unknown = Object.keys(this.record()).find((key) => !keys.includes(key))
    return unknown === undefined ? this : this.refuse(`no member "${unknown}"`)
  }

  /** Refuses members other than these, and the lack of one. */
  exactly(...keys: readonly string[]): this {
    const found = Object.keys(this.only(...keys).record())
    const missing = keys.find((key) => !found.includes(key))
    return missing === undefined ? this : this.refuse(`a member "${missing}"`)
  }

  list(): readonly JsonReader[] {
    if (!Array.isArray(this.value)) return this.refuse("a list")
    return this.value.map((value: unknown, i) => new JsonReader(value, `${this.path}[${i}]`, this.fault))
  }

  /** A repeated protobuf field: missing means empty. */
  optionalList(key: string): readonly JsonReader[] {
    return this.optional(key)?.list() ?? []
  }

  string(): string {
    return typeof this.value === "string" ? this.value : this.refuse("a string")
  }

  matching(pattern: RegExp, expected: string): string {
    const text = this.string()
    return pattern.test(text) ? text : this.refuse(expected)
  }

  integer(): number {
    const value = this.value
    return typeof value === "number" && Number.isSafeInteger(value) ? value : this.refuse("an integer")
  }

  /** A protobuf int64: decimal digits in a string, or a JSON number; never negative here. */
  int64(): bigint {
    if (typeof this.value === "number") {
      return Number.isSafeInteger(this.value) && this.value >= 0 ? BigInt(this.value) : this.refuse("an integer ≥ 0")
    }
    return BigInt(this.matching(/^(?:0|[1-9]\d{0,18})$/, "an integer ≥ 0"))
  }

  /** Standard base64 with its padding, in its one spelling but for line breaks, which many writers put in; not empty. */
  base64(): Buffer {
    const text = this.string().replaceAll(/[\r\n]/g, "")
    const bytes = Buffer.from(text, "base64")
    return bytes.length > 0 && bytes.toString("base64") === text ? bytes : this.refuse("base64")
  }

  /** RFC 3339 in UTC, as protobuf writes a Timestamp. */
  time(): Date {
    const text = this.matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/, "a time in UTC")
    const time = new Date(text)
    return Number.isNaN(time.getTime()) ? this.refuse("a time in UTC") : time
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** RFC 8785 for objects, lists, strings, integers, true, false and null, but with keys sorted by code point. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (isRecord(value)) {
    const members = Object.keys(value).sort(byCodePoint)
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(",")}}`
  }
  if (typeof value === "number" && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
    throw new RangeError("canonical JSON holds integers")
  }
  return JSON.stringify(value)
}

/** Whether some object in this JSON, parsed as `value`, has a member twice: of two, `JSON.parse` shows the last only. */
export function hasRepeatedMember(json: string, value: unknown): boolean {
  const marks = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, "")
  return marks.split(":").length - 1 !== countMembers(value)
}

function countMembers(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + countMembers(one), 0)
  return isRecord(value) ? Object.values(value).reduce((sum: number, one) => sum + 1 + countMembers(one), 0) : 0
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) // UTF-8 sorts as code points do
}
