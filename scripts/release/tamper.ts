// `npm run tamper`: changes a package in one way at a time and prints who noticed.

import { tmpdir } from "node:os"
import { type Bench, extensionVerdict, prepareBench, toolVerdict } from "../../tests/tamper/bench.ts"
import { progressOn } from "../progress.ts"
import { thisMachine } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"

const machine = thisMachine()
const progress = progressOn(process.stderr)

await runCommand(() =>
  machine.inScratchFolder(tmpdir(), async (scratch) => {
    const bench = await progress.step("building and signing", () => prepareBench(machine, scratch))
    console.log(lineOf("nothing", await toolVerdict(bench.whole), await extensionVerdict(bench.whole), ""))
    if (!(await tamper(bench))) process.exitCode = 1
  }),
)

/** Whether both noticed all they must. */
async function tamper({ lines }: Bench): Promise<boolean> {
  let isRight = true
  for (const { change, blindSpot } of lines) {
    const [tool, extension] = [await toolVerdict(change.files), await extensionVerdict(change.files)]
    const isNoticed = tool === change.kind && (extension !== null || blindSpot !== null)
    const remark = isNoticed ? (extension === null ? (blindSpot ?? "") : "") : "NOT NOTICED"
    console.log(lineOf(change.name, tool, extension, remark))
    isRight &&= isNoticed
  }
  return isRight
}

function lineOf(name: string, tool: string | null, extension: string | null, remark: string): string {
  return `${name.padEnd(50)}  ${(tool ?? "verified").padEnd(20)}  ${(extension ?? "verified").padEnd(20)}  ${remark}`.trimEnd()
}
