// The verifier as the browser has it, over our shim of node:crypto and WebCrypto, here bundled for Node: the same verdicts
// as over Node's own cryptography.

import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { rolldown } from "rolldown"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { runCase } from "../../../src/release/conformance.ts"
import { nodeShims } from "../../../src/release/node/shim-plugin.ts"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { readCases, readExpectedKinds } from "../../harness/release/conformance-cases.ts"

const cases = await readCases()
const expectedKinds = await readExpectedKinds()

let folder = ""
let shimmed: typeof runCase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wardroom-shimmed-"))
  await using build = await rolldown({
    input: join(PROJECT_FOLDER, "src/release/conformance.ts"),
    platform: "browser",
    plugins: [nodeShims()],
  })
  const { output } = await build.generate({ format: "es", codeSplitting: false })
  await writeFile(join(folder, "verifier.mjs"), output[0].code)
  ;({ runCase: shimmed } = await import(pathToFileURL(join(folder, "verifier.mjs")).href))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe("the conformance cases over the shim", () => {
  it.each(cases.filter(({ isGood }) => isGood))("accept $name", async (good) => {
    expect(await shimmed(good)).toEqual({ outcome: "verified", kind: null, detail: "" })
  })

  it.each(cases.filter(({ isGood }) => !isGood))("refuse $name for what is wrong with it", async (bad) => {
    expect(await shimmed(bad)).toMatchObject({ outcome: "refused", kind: expectedKinds[bad.name] })
  })
})
