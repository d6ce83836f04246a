import { expect, it } from "vitest"
import { ReleaseError } from "../../../src/release/errors.ts"
import { judge } from "../../../src/release/verdict.ts"

it("a check that throws nothing is verified", () => {
  expect(judge(() => "anything")).toEqual({ outcome: "verified", kind: null, detail: "" })
})

it("a refusal has its kind", () => {
  const refusal = new ReleaseError("sct", "why")
  expect(judge(() => throwing(refusal))).toEqual({ outcome: "refused", kind: "sct", detail: "why" })
})

it("any other error is refused too, but is of no kind", () => {
  expect(judge(() => throwing(new TypeError("ours")))).toMatchObject({ outcome: "refused", kind: null })
})

function throwing(error: Error): never {
  throw error
}
