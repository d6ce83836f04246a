// All that is made from bench/results: docs/performance.md and its plots.

import { glob, readFile } from "node:fs/promises"
import { join } from "node:path"
import { decodeResult, type Result, RESULTS_FOLDER } from "../measure/results.ts"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import { fillIn } from "./document.ts"
import { drawGrowth, growths } from "./growth.ts"
import { barPlot } from "./plots.ts"

const DOCUMENT = join(PROJECT_FOLDER, "docs", "performance.md")

/** Paths and contents of the files, as the published results make them. */
export async function performanceFiles(): Promise<ReadonlyMap<string, string>> {
  const results = await readResults()
  const files = new Map([[DOCUMENT, fillIn(await readFile(DOCUMENT, "utf8"), results)]])
  if (results.some(({ figures }) => figures.some(({ bar }) => bar))) files.set(plotPath("bars"), barPlot(results))
  for (const growth of growths(results)) files.set(plotPath(growth.name), drawGrowth(growth))
  return files
}

function plotPath(name: string): string {
  return join(PROJECT_FOLDER, "docs", `performance-${name}.svg`)
}

/** By name, so that the order of files on a disk changes nothing. */
async function readResults(): Promise<readonly Result[]> {
  const paths: string[] = []
  for await (const path of glob("*.json", { cwd: RESULTS_FOLDER })) paths.push(path)
  return Promise.all(paths.sort().map(async (path) => decodeResult(await readFile(join(RESULTS_FOLDER, path), "utf8"))))
}
