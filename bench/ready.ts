// What the check of one's own release costs before a meeting: from the click on the link until one can join, for a build
// that a test authority signed, whose whole check comes first, beside the same build unsigned, of which there is little to
// check.
//
//   npm run bench -- ready [--rounds 20] [--save]

import { parseArgs } from "node:util"
import { progressOn } from "../scripts/progress.ts"
import { createTestAuthority } from "../scripts/release/test-authority.ts"
import { signExtension } from "../tests/harness/release/signed-extension.ts"
import { OwnJoiner } from "./join/own-joiner.ts"
import { openBenchPlace } from "./measure/bench-place.ts"
import { figure } from "./measure/figures.ts"
import { BenchRun } from "./measure/results.ts"
import { startPeerServer } from "./peer/server.ts"

const THINK_MS = 1500
const MAX_DELAY_MS = 30

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "20" }, save: { type: "boolean", default: false } },
})
const roundCount = Number(flags.rounds)
if (!Number.isInteger(roundCount) || roundCount < 1) throw new RangeError('"rounds" must be a positive integer')

await using started = new AsyncDisposableStack()
const run = new BenchRun("ready")
const progress = progressOn(process.stderr)
const place = started.use(await openBenchPlace(progress))
const pages = started.use(await startPeerServer())
const authority = started.use(await createTestAuthority())
const release = { version: "1.0.0", sequence: 1, previous: null } as const
const signed = started.use(await signExtension(authority, release)).folder
const [ana, ben] = [await place.person("Ana"), await place.person("Ben")]
const chidi = await place.person("Chidi", { extension: signed })
const { host, link } = await ana.makeMeeting(place.origin)
await host.join()
const linkPage = `${pages.origin}/link?to=${encodeURIComponent(link)}`
const contestants = [
  { joiner: await OwnJoiner.warm(ben, link), samples: [] as number[] },
  { joiner: await OwnJoiner.warm(chidi, link), samples: [] as number[] },
] as const
await progress.step(`${roundCount} rounds`, async (note) => {
  for (let round = 0; round < roundCount; round++) {
    note(`${round + 1}`)
    for (const { joiner, samples } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      samples.push(await joiner.open({ linkPage, thinkMs: THINK_MS }))
    }
  }
})
const [without, withCheck] = contestants.map(({ samples }) => samples)
if (!without || !withCheck) throw new TypeError("two builds are measured")
const delays = withCheck.map((ms, round) => ms - (without[round] ?? NaN))
await run.publish(
  [
    figure({ what: "link clicked to Join, unsigned build", unit: "ms", samples: without }),
    figure({ what: "link clicked to Join, signed build", unit: "ms", samples: withCheck }),
    figure({ what: "later by, in one round", unit: "ms", samples: delays, bar: { of: "p50", atMost: MAX_DELAY_MS } }),
  ],
  {
    keep: flags.save ? "save" : "print",
    notes: [
      "The same build in two browsers, in turn, the order changing; a third is in the meeting. The engine is started anew at each link.",
    ],
    versions: { chromium: ben.context.browser()?.version() ?? "unknown" },
  },
)
