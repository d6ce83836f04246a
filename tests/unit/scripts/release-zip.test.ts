import { expect, test } from "vitest"
import { zip } from "../../../scripts/release/zip.ts"
import { canonicalJson } from "../../../scripts/verify/json.ts"
import { unzip } from "../../../scripts/verify/package/unzip.ts"

const FILES = new Map([
  ["manifest.json", Buffer.from("{}")],
  ["chunks/ä.js", Buffer.from("let a")],
  ["empty", Buffer.of()],
])

test("a zip depends on the files alone, not on their order", () => {
  expect(zip(FILES)).toEqual(zip(new Map(Array.from(FILES).toReversed())))
  expect(zip(FILES)).not.toEqual(zip(new Map([...FILES, ["empty", Buffer.of(0)]])))
})

test("the outside tool reads every file back, in one order", () => {
  expect(Array.from(unzip(zip(FILES)))).toEqual(Array.from(FILES).sort(([a], [b]) => (a < b ? -1 : 1)))
})

test("canonical JSON sorts by code point, has no whitespace, and holds no fractions", () => {
  expect(canonicalJson({ b: [1, null, true], "\u{10000}": 1, "￿": 2, a: "é\n" })).toBe(
    '{"a":"é\\n","b":[1,null,true],"￿":2,"\u{10000}":1}',
  )
  expect(() => canonicalJson({ a: 0.5 })).toThrow(RangeError)
})
