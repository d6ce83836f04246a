// What a bench found, where and when: printed as a table, and with `--save` kept as bench/results/<bench>.json, from
// which docs/performance.md is made.

import { mkdir, writeFile } from "node:fs/promises"
import { cpus, loadavg, totalmem, type } from "node:os"
import { join } from "node:path"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"
import type { CborValue } from "../../src/bytes/cbor.ts"
import { list, record, type Shaped, text, uint } from "../../src/bytes/shape.ts"
import { type Figure, figureShape, line, number } from "./figures.ts"
import { figureTable } from "./table.ts"

export const RESULTS_FOLDER = join(PROJECT_FOLDER, "bench", "results")

const MAX_FIGURES = 500

const resultShape = record({
  bench: text(/^[a-z-]{1,40}$/),
  date: text(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
  /** No host name, no path: results are published. */
  machine: record({ system: line, cpu: line, cores: uint(), memoryGb: number }),
  /** Averages over a minute. */
  load: record({ before: number, after: number }),
  versions: list(record({ of: line, version: line }), 20),
  /** The set-up, a sentence each. */
  notes: list(line, 20),
  figures: list(figureShape, MAX_FIGURES),
})

/** One run of one bench. */
export type Result = Shaped<typeof resultShape>

/** Takes a result that was read from its file; throws SyntaxError or ShapeError. */
export function decodeResult(json: string): Result {
  const value: CborValue = JSON.parse(json)
  return resultShape(value, "")
}

export interface Publication {
  /** Whether to keep the result, or only to print it. */
  readonly keep: "save" | "print"
  /** The set-up, a sentence each. */
  readonly notes?: readonly string[]
  /** Of what took part besides Node, such as {chromium: "156.0.7444.59"}. */
  readonly versions?: Readonly<Record<string, string>>
}

/** A run that begins now: the load is noted before and after it. */
export class BenchRun {
  readonly #bench: string
  readonly #loadBefore = minuteLoad()

  /** `bench` is the name that `npm run bench -- <name>` takes. */
  constructor(bench: string) {
    this.#bench = bench
  }

  /** Ends the run: prints its figures and, if asked to, keeps them. Throws ShapeError for what no result may hold. */
  async publish(figures: readonly Figure[], { keep, notes = [], versions = {} }: Publication): Promise<Result> {
    const all = Object.entries({ node: process.versions.node, ...versions })
    const result = resultShape(
      {
        bench: this.#bench,
        date: `${new Date().toISOString().slice(0, 16)}Z`,
        machine: describeMachine(),
        load: { before: this.#loadBefore, after: minuteLoad() },
        versions: all.map(([of, version]) => ({ of, version })),
        notes,
        figures,
      },
      "",
    )
    for (const line of [...notes, "", ...figureTable(result.figures)]) console.log(line)
    if (keep === "save") await save(result)
    return result
  }
}

async function save(result: Result): Promise<void> {
  await mkdir(RESULTS_FOLDER, { recursive: true })
  await writeFile(join(RESULTS_FOLDER, `${result.bench}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

function describeMachine(): Result["machine"] {
  const cores = cpus()
  return {
    system: `${type()} ${process.arch}`,
    cpu: cores[0]?.model.trim() || "unknown",
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 1e8) / 10,
  }
}

function minuteLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100
}
