// Sigstore's conformance cases on the extension's verifier, with Node's own cryptography.

import { describe, expect, it } from "vitest"
import { runCase } from "../../src/release/conformance.ts"
import { readCases, readExpectedKinds } from "../harness/release/conformance-cases.ts"

const cases = await readCases()
const expectedKinds = await readExpectedKinds()

describe("the conformance cases", () => {
  it("are all there, and each bad one has its kind", () => {
    expect(cases).toHaveLength(36)
    const bad = cases.filter(({ isGood }) => !isGood).map(({ name }) => name)
    expect(Object.keys(expectedKinds).sort()).toEqual(bad)
  })

  it.each(cases.filter(({ isGood }) => isGood))("accept $name", async (good) => {
    expect(await runCase(good)).toEqual({ outcome: "verified", kind: null, detail: "" })
  })

  it.each(cases.filter(({ isGood }) => !isGood))("refuse $name for what is wrong with it", async (bad) => {
    expect(await runCase(bad)).toMatchObject({ outcome: "refused", kind: expectedKinds[bad.name] })
  })
})
