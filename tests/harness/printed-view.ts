// A service's view of a meeting as people can read it: one line for each type of message, with what its fields held.

/** One line for each type: how often, and each field with its sizes or, where they are few, its values. */
export function printedMessages(messages: readonly { readonly type: string }[]): string {
  return [...Map.groupBy(messages, ({ type }) => type)]
    .map(([type, all]) => `  ${type.padEnd(16)} ${String(all.length).padStart(3)} ×  ${fieldsOf(all)}`)
    .join("\n")
}

/** What these values were: bytes by their sizes, lists and records by what is in them, words and numbers as they are. */
function printedValues(values: readonly unknown[]): string {
  const present = values.filter((value) => value !== null)
  const kinds = [...Map.groupBy(present, kindOf)].map(([kind, all]) => printers[kind](all))
  if (present.length < values.length) kinds.push("nothing")
  return kinds.join(" or ")
}

/** Numbers of requests and answers: they say which belong together. */
const BOOKKEEPING = new Set(["type", "request", "answers", "log"])
/** So many different values are shown, of so many characters. */
const MAX_VALUES = 3
const MAX_CHARACTERS = 60

type Kind = "bytes" | "list" | "record" | "word"

const printers: Readonly<Record<Kind, (values: readonly unknown[]) => string>> = {
  bytes: (values) => `${rangeOf(values.map((value) => lengthOf(value)))} bytes`,
  list: (values) => {
    const items = values.flatMap((value) => (Array.isArray(value) ? value : []))
    const count = rangeOf(values.map((value) => lengthOf(value)))
    return items.length === 0 ? "an empty list" : `${count} of [${printedValues(items)}]`
  },
  record: (values) => `{${fieldsOf(values.filter((value) => typeof value === "object" && value !== null))}}`,
  word: (values) => {
    const different = [...new Set(values.map(String))]
    if (different.some(({ length }) => length > MAX_CHARACTERS)) {
      return `${rangeOf(different.map(({ length }) => length))} characters`
    }
    return different.length > MAX_VALUES ? `${different.length} different` : different.join(" | ")
  },
}

function kindOf(value: unknown): Kind {
  if (value instanceof Uint8Array) return "bytes"
  if (Array.isArray(value)) return "list"
  return typeof value === "object" ? "record" : "word"
}

function fieldsOf(records: readonly object[]): string {
  const fields = records.flatMap((each) => Object.entries(each)).filter(([name]) => !BOOKKEEPING.has(name))
  return [...Map.groupBy(fields, ([name]) => name)]
    .map(([name, all]) => `${name}: ${printedValues(all.map(([, value]) => value))}`)
    .join(", ")
}

function rangeOf(lengths: readonly number[]): string {
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
  return least === most ? String(least) : `${least}–${most}`
}

function lengthOf(value: unknown): number {
  return value instanceof Uint8Array || Array.isArray(value) ? value.length : 0
}
