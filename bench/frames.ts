// What sealing and opening a frame costs: microseconds of CPU, over all threads, of our transform, of LiveKit's worker
// and of bare WebCrypto between the same streams; in this process and in a worker of Chromium.
//
//   npm run bench -- frames [--rounds 20] [--in Node] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { FRAME_KINDS } from "./frames/bench-frame.ts"
import { CONTESTANTS, type ContestantName, type Direction } from "./frames/contestants.ts"
import { chromiumTrack, nodeTrack, type Track } from "./frames/tracks.ts"
import { type Figure, figure, type Place } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"

/** In one lap, by kind: few enough bytes that memory is used again from one lap to the next. */
const FRAMES = [2000, 1500, 1000, 200] as const
const WARM_UP_ROUNDS = 3
const DIRECTIONS: readonly Direction[] = ["seal", "open"]
const NAMES: Readonly<Record<ContestantName, string>> = {
  wardroom: "Wardroom",
  livekit: "LiveKit's worker",
  bare: "bare WebCrypto",
}
const NOTES = [
  "CPU time of all threads per frame, from a stream of encoded frames into the next, one frame at a time.",
  "The same frames in the same run, the contestants after one another in each round.",
  "LiveKit's worker has its defaults, which is AES-128; Wardroom and bare WebCrypto have AES-256.",
  "A ratio is taken within each round. Frames of 80 bytes are Opus, the others VP8 that are no key frames.",
]

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "20" },
    in: { type: "string", default: "Node,Chromium" },
    save: { type: "boolean", default: false },
  },
})
const rounds = Number(flags.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('"rounds" must be a positive integer')
const progress = progressOn(process.stderr)
const run = new BenchRun("frames")
const figures: Figure[] = []
let versions = {}
for (const open of [nodeTrack, chromiumTrack]) {
  await using track = await open()
  if (!flags.in.split(",").includes(track.name)) continue
  versions = { ...versions, ...track.versions }
  figures.push(...(await progress.step(`laps in ${track.name}`, (note) => measure(track, note))))
}
await run.publish(figures, { keep: flags.save ? "save" : "print", notes: NOTES, versions })

type Costs = ReadonlyMap<ContestantName, number[]>

async function measure(track: Track, note: (line: string) => void): Promise<readonly Figure[]> {
  const found: Figure[] = []
  for (const [kind, { name, bytes }] of FRAME_KINDS.entries()) {
    note(name)
    const costs = { seal: noCosts(), open: noCosts() }
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (const contestant of CONTESTANTS) {
        await track.take({ step: "prepare", kind, frames: FRAMES[kind] ?? 1 })
        for (const direction of DIRECTIONS) {
          const before = await track.cpuMicroseconds()
          await track.take({ step: "run", contestant, direction })
          const cost = ((await track.cpuMicroseconds()) - before) / (FRAMES[kind] ?? 1)
          if (round >= 0) costs[direction].get(contestant)?.push(cost)
        }
      }
    }
    const at = { axis: "bytes", value: bytes }
    for (const direction of DIRECTIONS) found.push(...figuresOf(`${track.name}, ${direction}`, costs[direction], at))
  }
  return found
}

function noCosts(): Costs {
  return new Map(CONTESTANTS.map((name) => [name, []]))
}

function figuresOf(what: string, costs: Costs, at: Place): readonly Figure[] {
  const own = costs.get("wardroom") ?? []
  const ratio = (to: ContestantName, atMost: number): Figure => {
    const samples = own.map((cost, round) => cost / (costs.get(to)?.[round] ?? Number.NaN))
    return figure({ what: `${what}: against ${NAMES[to]}`, unit: "×", samples, at, bar: { of: "p50", atMost } })
  }
  const absolute = Array.from(costs, ([name, samples]) =>
    figure({ what: `${what}: ${NAMES[name]}`, unit: "µs", samples, at }),
  )
  return [...absolute, ratio("livekit", 1), ratio("bare", 1.25)]
}
