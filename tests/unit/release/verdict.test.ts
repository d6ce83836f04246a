import { expect, it } from "vitest"
import { ReleaseError } from "../../../src/release/errors.ts"
import { judge } from "../../../src/release/verdict.ts"

it("a check that rejects with nothing is verified", async () => {
  expect(await judge(async () => "anything")).toEqual({ outcome: "verified", kind: null, detail: "" })
})

it("a refusal has its kind", async () => {
  const refusal = new ReleaseError("sct", "why")
  expect(await judge(() => Promise.reject(refusal))).toEqual({ outcome: "refused", kind: "sct", detail: "why" })
})

it("any other error is refused too, but is of no kind", async () => {
  expect(await judge(() => Promise.reject(new TypeError("ours")))).toMatchObject({ outcome: "refused", kind: null })
})
