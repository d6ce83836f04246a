// What a two-person call costs: cores a person over the whole process tree of the browser, beside the peer's page with
// LiveKit's own encryption in the same two browsers; frames sealed and opened, and the size of the package.
//
//   npm run bench -- call [--seconds 20] [--rounds 3] [--save]

import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { parseArgs } from "node:util"
import type { Page } from "playwright"
import { progressOn } from "../scripts/progress.ts"
import { LIVEKIT_VERSION } from "../scripts/toolchain/livekit.ts"
import { callFigures, type Moment, type Span } from "./call/call-figures.ts"
import { type Call, ownCall, peerCall, readStatistics } from "./call/calls.ts"
import { openBenchPlace } from "./measure/bench-place.ts"
import { browserCpu } from "./measure/process-tree.ts"
import { BenchRun } from "./measure/results.ts"
import { startPeerServer } from "./peer/server.ts"
import { peerTokens } from "./peer/tokens.ts"

/** From full pictures to the measuring, so that what the join began has ended. */
const CALM_MS = 5000
const NAMES = ["Ana", "Ben"] as const
const NOTES = [
  "Two people with 720p cameras and microphones, each in a browser of their own; CPU of all of a browser's processes.",
  "Own calls and the peer's take turns in the same two browsers, at the same SFU, with the same room options.",
  `Measured from ${CALM_MS / 1000} s after both see the full picture; the peer's calls too have the extension installed and idle.`,
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "20" },
    rounds: { type: "string", default: "3" },
    save: { type: "boolean", default: false },
  },
})
const [seconds, rounds] = [Number(flags.seconds), Number(flags.rounds)]
if (!(seconds > 0) || !Number.isInteger(rounds) || rounds < 1) throw new RangeError("expected positive numbers")
await using started = new AsyncDisposableStack()
const run = new BenchRun("call")
const progress = progressOn(process.stderr)
const place = started.use(await openBenchPlace(progress))
const { origin } = started.use(await startPeerServer())
const tokenFor = await peerTokens(place.dataFolder)
const people = await Promise.all(NAMES.map((name) => place.person(name)))
const link = await makeMeeting()

const spans: { readonly own: Span[]; readonly peer: Span[] } = { own: [], peer: [] }
const peerOptions = { origin, sfuUrl: place.sfuUrl, encryption: "livekit" } as const
for (let round = 1; round <= rounds; round++) {
  const own = await progress.step(`${round}: own call`, () => ownCall(people, link))
  spans.own.push(...(await measure(own, readStatistics)))
  const peer = await progress.step(`${round}: the peer's call`, () =>
    peerCall(people, () => tokenFor("peer-call"), peerOptions),
  )
  spans.peer.push(...(await measure(peer, async () => null)))
}
await run.publish(callFigures(spans, await folderBytes(place.extension)), {
  keep: flags.save ? "save" : "print",
  notes: NOTES,
  versions: {
    chromium: people[0]?.context.browser()?.version() ?? "unknown",
    "livekit-server": LIVEKIT_VERSION,
  },
})

async function makeMeeting(): Promise<string> {
  const [ana] = people
  if (!ana) throw new RangeError("nobody is there")
  const made = await ana.makeMeeting(place.origin)
  await made.host.page.close()
  return made.link
}

/** One span for each person; ends the call. */
async function measure(call: Call, read: (page: Page) => Promise<Moment["statistics"]>): Promise<readonly Span[]> {
  const look = () =>
    Promise.all(
      call.pages.map(async (page, index): Promise<Moment> => {
        const [cpu, statistics] = await Promise.all([browserCpu(place.profileOf(NAMES[index] ?? "")), read(page)])
        return { atMs: performance.now(), cpu, statistics }
      }),
    )
  await delay(CALM_MS)
  const before = await look()
  await progress.step(`measuring for ${seconds} s`, () => delay(seconds * 1000))
  const after = await look()
  await call.end()
  return before.flatMap((from, index) => {
    const to = after[index]
    return to ? [{ from, to }] : []
  })
}

/** Without what Chromium adds to an unpacked extension. */
async function folderBytes(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("_metadata"))
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
