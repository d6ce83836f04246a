import { expect, test } from "vitest"
import { judge, tableOf } from "../../../scripts/release/vector-table.ts"

const GOOD = { name: "good", isToVerify: true }
const BAD = { name: "bad_fail", isToVerify: false }
const verified = { outcome: "verified", kind: null }

function refused(kind: string): { outcome: string; kind: string } {
  return { outcome: "refused", kind }
}

function isRight(one: typeof GOOD, a: object, b: object, expected: Record<string, string> = {}): boolean | undefined {
  const verifiers = [a, b].map((outcome) => ({ name: "v", outcomes: [{ outcome: "failed", kind: null, ...outcome }] }))
  return judge([one], verifiers, new Map(Object.entries(expected)))[0]?.isRight
}

test("a case is right if both verifiers say so, and for the expected reason where there is one", () => {
  expect(isRight(GOOD, verified, verified)).toBe(true)
  expect(isRight(GOOD, verified, refused("bundle"))).toBe(false)
  expect(isRight(BAD, refused("bundle"), refused("bundle"))).toBe(true)
  expect(isRight(BAD, refused("bundle"), refused("no-proof"))).toBe(true)
  expect(isRight(BAD, refused("bundle"), refused("bundle"), { bad_fail: "bundle" })).toBe(true)
  expect(isRight(BAD, refused("bundle"), refused("bundle"), { bad_fail: "no-proof" })).toBe(false)
  expect(isRight(BAD, verified, verified)).toBe(false)
  expect(isRight(BAD, { outcome: "failed", kind: "TypeError" }, { outcome: "failed", kind: "TypeError" })).toBe(false)
  expect(isRight(BAD, { outcome: "refused" }, { outcome: "refused" })).toBe(false)
})

test("other reasons of two verifiers are pointed out", () => {
  const verifiers = ["a", "b"].map((kind) => ({ name: kind, outcomes: [refused(kind)] }))
  expect(tableOf(judge([BAD], verifiers, new Map()), verifiers).split("\n")[1]).toBe(
    "bad_fail  refused: a  refused: b  other reasons",
  )
})

test("a case that a verifier has no outcome for is wrong, and says so", () => {
  const rows = judge([GOOD], [{ name: "tool", outcomes: [] }], new Map())
  expect(tableOf(rows, [{ name: "tool", outcomes: [] }]).split("\n")).toEqual([
    "case  tool",
    "good  failed: no outcome  WRONG",
    "1 cases, 1 wrong",
  ])
})
