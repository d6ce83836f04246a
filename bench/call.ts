// What a two-person call costs: cores a person over the whole process tree of the browser, frames sealed and opened, and
// the size of the package. Run: npm run bench -- call [--seconds 20]

import { mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { parseArgs } from "node:util"
import type { Page } from "playwright"
import { builtExtension } from "../scripts/extension.ts"
import { progressOn } from "../scripts/progress.ts"
import { startStack } from "../scripts/stack.ts"
import { thisMachine } from "../scripts/toolchain/machine.ts"
import type { EngineStatistics } from "../src/meeting/engine-handle.ts"
import { Person } from "../tests/harness/person.ts"
import { until } from "../tests/harness/bare-browser.ts"
import { browserCpu, type CpuByKind } from "./measure/process-tree.ts"

const HEIGHT = 720
const READY_WITHIN_MS = 60_000

interface Measured {
  readonly name: string
  /** Cores: CPU seconds in a second. */
  readonly cores: number
  readonly coresByKind: Readonly<Record<string, number>>
  /** A second, by context. */
  readonly sealed: Readonly<Record<string, number>>
  readonly opened: Readonly<Record<string, number>>
  /** Since the join, by fault. */
  readonly refused: Readonly<Record<string, number>>
  /** Lines of the picture that is shown of the other person. */
  readonly height: number
}

interface Moment {
  readonly atMs: number
  readonly cpu: CpuByKind
  readonly statistics: EngineStatistics
}

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "20" } },
})
await using started = new AsyncDisposableStack()
const machine = thisMachine()
const progress = progressOn(process.stderr)
const folder = await mkdtemp(join(tmpdir(), "wardroom-bench-"))
started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
const extension = await builtExtension(machine, progress)
const stack = started.use(await startStack({ machine, progress, dataFolder: join(folder, "service"), port: 0 }))
const [ana, ben] = await Promise.all([start("Ana"), start("Ben")])
const { host, link } = await ana.makeMeeting(stack.origin)
await host.join()
await ben.openLink(link)
await ben.join()
const call = [host, ben]
await progress.step(`waiting for ${HEIGHT} lines on both sides`, () =>
  Promise.all(call.map(({ page }) => until(() => isFull(page), "the full picture", READY_WITHIN_MS))),
)
const before = await Promise.all(call.map(momentOf))
await progress.step(`measuring for ${flags.seconds} s`, () => delay(Number(flags.seconds) * 1000))
const after = await Promise.all(call.map(momentOf))
const people = await Promise.all(call.map((person, index) => compare(person, before[index], after[index])))
const packageBytes = await folderBytes(extension)
for (const line of table(people)) console.log(line)
console.log(`package: ${(packageBytes / 1000).toFixed(0)} kB`)
console.log(JSON.stringify({ seconds: Number(flags.seconds), people, packageBytes }))

async function start(name: string): Promise<Person> {
  const options = { name, extension, profile: profileOf(name), window: "none", devices: "test" } as const
  return started.use(await Person.start(options))
}

function profileOf(name: string): string {
  return join(folder, name)
}

async function momentOf({ name, page }: Person): Promise<Moment> {
  const [cpu, statistics] = await Promise.all([browserCpu(profileOf(name)), readStatistics(page)])
  return { atMs: performance.now(), cpu, statistics }
}

async function compare({ name, page }: Person, first?: Moment, last?: Moment): Promise<Measured> {
  if (!first || !last) throw new RangeError("a moment is missing")
  const seconds = (last.atMs - first.atMs) / 1000
  const coresByKind = Object.fromEntries(
    Array.from(last.cpu, ([kind, cpu]) => [kind, round((cpu - (first.cpu.get(kind) ?? 0)) / seconds)]),
  )
  const rate = (count: (statistics: EngineStatistics) => ReadonlyMap<string, number>) => {
    const [old, now] = [count(first.statistics), count(last.statistics)]
    return Object.fromEntries(
      Array.from(now, ([context, sum]) => [context, round((sum - (old.get(context) ?? 0)) / seconds)]),
    )
  }
  return {
    name,
    cores: round(Object.values(coresByKind).reduce((sum, cores) => sum + cores, 0)),
    coresByKind,
    sealed: rate(({ sent }) => new Map(sent.map(({ context, sealed }) => [context, sealed]))),
    opened: rate(({ received }) => new Map(received.map(({ context, opened }) => [context, opened]))),
    refused: refusedIn(last.statistics),
    height: await shownHeight(page),
  }
}

function refusedIn({ received }: EngineStatistics): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const [fault, count] of received.flatMap(({ refused }) => Object.entries(refused))) {
    counts.set(fault, (counts.get(fault) ?? 0) + count)
  }
  return Object.fromEntries(counts)
}

async function readStatistics(page: Page): Promise<EngineStatistics> {
  const statistics = await page.evaluate(async () =>
    chrome.extension
      .getViews()
      .find((view) => view.wardroomEngine !== undefined)
      ?.wardroomEngine?.statistics(),
  )
  if (!statistics) throw new Error("no engine runs")
  return statistics
}

async function isFull(page: Page): Promise<true | null> {
  return (await shownHeight(page)) >= HEIGHT ? true : null
}

function shownHeight(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector<HTMLVideoElement>('[data-testid="tile"] video')?.videoHeight ?? 0)
}

/** Without what Chromium adds to an unpacked extension. */
async function folderBytes(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("_metadata"))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function table(people: readonly Measured[]): readonly string[] {
  return people.flatMap(({ name, cores, coresByKind, sealed, opened, refused, height }) => [
    `${name}: ${cores.toFixed(2)} cores`,
    ...rows("  cores", coresByKind),
    ...rows("  sealed a second", sealed),
    ...rows("  opened a second", opened),
    ...rows("  refused in all", refused),
    `  picture: ${height} lines`,
  ])
}

function rows(title: string, values: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(values)
    .sort(([, one], [, other]) => other - one)
    .map(([what, value]) => `${title.padEnd(20)}${what.padEnd(44)}${value.toFixed(2).padStart(8)}`)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
