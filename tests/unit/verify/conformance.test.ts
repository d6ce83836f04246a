import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { readCases, readExpectedKinds } from "../../../scripts/verify/cases.ts"
import { verdictOnBundle } from "../../../scripts/verify/sigstore/verify-bundle.ts"

const VECTORS = join(PROJECT_FOLDER, "tests/vectors/sigstore")
const CASES = join(VECTORS, "bundle-verify")
const cases = await readCases(CASES, await readFile(join(VECTORS, "trusted_root.public-good.json")))
const kinds = await readExpectedKinds(CASES)

test("every case to be refused has a kind that was written by hand, and no other case has", () => {
  const refused = cases.filter(({ isToVerify }) => !isToVerify).map(({ name }) => name)
  expect(refused).toEqual(Array.from(kinds.keys()).sort())
})

test.each(cases)("$name comes out as its name says, for its reason", (one) => {
  const { outcome, kind } = verdictOnBundle(one.policy, one.trustRoot, one.bundle, one.artifact)
  expect({ outcome, kind }).toEqual(
    one.isToVerify ? { outcome: "verified", kind: null } : { outcome: "refused", kind: kinds.get(one.name) },
  )
})
