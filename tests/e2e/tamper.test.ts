// Every line of the tamper lab: what the outside tool says of a changed package, and what the package says of itself
// once it runs in Chromium.

import { tmpdir } from "node:os"
import { describe, expect, test } from "vitest"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { prepareBench } from "../tamper/bench.ts"
import { BLIND_SPOTS } from "../tamper/blind-spots.ts"
import { extensionVerdicts } from "../tamper/extension-verdicts.ts"
import { toolVerdict } from "../tamper/tool-verdict.ts"

const machine = thisMachine()
const { whole, lines } = await machine.inScratchFolder(tmpdir(), (scratch) => prepareBench(machine, scratch))
const [ofWhole, ...said] = await extensionVerdicts([{ files: whole }, ...lines.map(({ change }) => change)])

test("the package that is tampered with is whole", async () => {
  expect([await toolVerdict({ files: whole }), ofWhole]).toEqual([null, null])
})

test("every blind spot is a line of the lab", () => {
  const blind = lines.filter(({ blindSpot }) => blindSpot !== null).map(({ change }) => change.name)
  expect(blind.sort()).toEqual(BLIND_SPOTS.map(({ change }) => change).sort())
})

describe("noticed by the tool for what it is, and by the extension unless it cannot:", () => {
  test.each(lines.map((line, i) => ({ ...line, name: line.change.name, fault: said[i] })))("$name", async (line) => {
    expect(await toolVerdict(line.change)).toBe(line.change.kind)
    if (line.blindSpot === null) expect(line.fault).toEqual(expect.any(String))
    else expect(line.fault).toBeNull()
  })
})
