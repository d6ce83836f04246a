// Every line of the tamper lab: what the outside tool says of a changed package, and what it says of itself in Chromium.

import { tmpdir } from "node:os"
import { describe, expect, test } from "vitest"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { extensionVerdict, prepareBench, toolVerdict } from "../tamper/bench.ts"
import { BLIND_SPOTS } from "../tamper/blind-spots.ts"

const machine = thisMachine()
const { whole, lines } = await machine.inScratchFolder(tmpdir(), (scratch) => prepareBench(machine, scratch))

test("the package that is tampered with is whole", async () => {
  expect([await toolVerdict(whole), await extensionVerdict(whole)]).toEqual([null, null])
})

test("every blind spot is a line of the lab", () => {
  const blind = lines.filter(({ blindSpot }) => blindSpot !== null).map(({ change }) => change.name)
  expect(blind.sort()).toEqual(BLIND_SPOTS.map(({ change }) => change).sort())
})

describe("noticed by the tool for what it is, and by the extension unless it cannot:", () => {
  test.each(lines.map(({ change, blindSpot }) => ({ ...change, blindSpot })))("$name", async (line) => {
    expect(await toolVerdict(line.files)).toBe(line.kind)
    const fault = await extensionVerdict(line.files)
    if (line.blindSpot === null) expect(fault).not.toBeNull()
    else expect(fault).toBeNull()
  })
})
