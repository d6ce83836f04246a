// `npm run tamper`: changes a package in one way at a time and prints who noticed.

import { tmpdir } from "node:os"
import { type Bench, type Line, prepareBench } from "../../tests/tamper/bench.ts"
import { extensionVerdicts } from "../../tests/tamper/extension-verdicts.ts"
import { toolVerdict } from "../../tests/tamper/tool-verdict.ts"
import { progressOn } from "../progress.ts"
import { thisMachine } from "../toolchain/machine.ts"
import { runCommand } from "./command.ts"

const machine = thisMachine()
const progress = progressOn(process.stderr)

await runCommand(() =>
  machine.inScratchFolder(tmpdir(), async (scratch) => {
    const bench = await progress.step("building and signing", () => prepareBench(machine, scratch))
    const said = await progress.step("asking the extensions", () => askExtensions(bench))
    console.log(rowOf("nothing", await toolVerdict({ files: bench.whole }), said[0] ?? null, ""))
    let noticed = 0
    for (const [i, line] of bench.lines.entries()) noticed += await report(line, said[i + 1] ?? null)
    console.log(`${bench.lines.length} changes, ${bench.lines.length - noticed} not noticed as they must be`)
    if (noticed < bench.lines.length || said[0] !== null) process.exitCode = 1
  }),
)

/** First of the whole package, then of every line. */
function askExtensions({ whole, lines }: Bench): Promise<readonly (string | null)[]> {
  return extensionVerdicts([{ files: whole }, ...lines.map(({ change }) => change)])
}

/** Prints the line; 1 if both noticed all they must. */
async function report({ change, blindSpot }: Line, extension: string | null): Promise<0 | 1> {
  const tool = await toolVerdict(change)
  const isNoticed = tool === change.kind && (extension !== null || blindSpot !== null)
  console.log(rowOf(change.name, tool, extension, isNoticed ? remarkOn(extension, blindSpot) : "NOT NOTICED"))
  return isNoticed ? 1 : 0
}

function remarkOn(extension: string | null, blindSpot: string | null): string {
  return extension === null ? (blindSpot ?? "") : ""
}

function rowOf(name: string, tool: string | null, extension: string | null, remark: string): string {
  return `${name.padEnd(55)}  ${(tool ?? "verified").padEnd(20)}  ${(extension ?? "verified").padEnd(20)}  ${remark}`.trimEnd()
}
