// `npm run churn -- [--clients 20] [--joins 300] [--seed 1] [--suite release]`: whole clients that join, leave, crash,
// lose a way and return at a real service, several at once, in the random order of the seed; says whether all of them
// were of one mind after each step. `--suite fast` takes the suite of the tests.
//
// With `--lockstep` instead: one group, up to `--clients` large, followed by our MLS code and by the library as it is
// published, until so many have joined; with flipped bits, badly sealed paths and tampered trees before both.

import { parseArgs } from "node:util"
import { type ChurnResult, type ChurnStep, runChurn } from "../tests/harness/churn/churn.ts"
import { NodeMeeting } from "../tests/harness/node-meeting.ts"
import { seededRandom } from "../tests/harness/random.ts"
import { ServiceProcess } from "../tests/harness/service-process/service-process.ts"
import { type ChurnFlags, readChurnFlags } from "./churn/flags.ts"
import { lockstepSummary, runLockstep } from "./churn/lockstep.ts"

const AT_ONCE = 4
/** Everybody comes from one address, and often. */
const MANY = { burst: 1_000_000, perMinute: 1_000_000 }
const LIMITS = { srpPerAddress: MANY, srpPerMeeting: MANY, commitsPerPerson: MANY, commitsPerMeeting: MANY }

const text = (preset: string) => ({ type: "string", default: preset }) as const
const { values } = parseArgs({
  options: {
    clients: text("20"),
    joins: text("300"),
    seed: text("1"),
    suite: text("release"),
    lockstep: { type: "boolean", default: false },
  },
})
const flags = readChurnFlags(values)
if (typeof flags === "string") {
  console.error(flags)
  process.exitCode = 2
} else if (values.lockstep) {
  for (const line of lockstepSummary(flags, await runLockstep(flags, console.log))) console.log(line)
} else {
  const began = performance.now()
  const result = await run(flags)
  for (const line of summary(flags, result, performance.now() - began)) console.log(line)
  process.exitCode = result.failures.length === 0 ? 0 : 1
}

async function run({ clients, joins, seed, suite }: ChurnFlags): Promise<ChurnResult> {
  await using service = await ServiceProcess.start({ suite, limits: LIMITS })
  const meeting = await NodeMeeting.create(service.origin, { suite, mls: "thread" })
  const random = seededRandom(seed)
  const passTime = (ms: number) => service.passTime(ms)
  const result = await runChurn({ meeting, clients, joins, random, passTime, atOnce: AT_ONCE, onStep: say })
  await meeting.end()
  return result
}

function say({ number, moves, joins, people, epoch, settleMs }: ChurnStep): void {
  const facts = [`${joins} joins`, `${people} in`, `epoch ${epoch}`, `settled in ${settleMs.toFixed(0)} ms`]
  console.log(`${`${number}`.padStart(4)}  ${facts.join(", ")}: ${moves.join(", ")}`)
}

function summary({ clients, seed, suite }: ChurnFlags, result: ChurnResult, tookMs: number): readonly string[] {
  const { joins, settled, failures, joinMs, settleMs } = result
  return [
    ...failures.map((failure) => `FAILED ${failure}`),
    `seed ${seed}, ${clients} clients, ${suite}, ${(tookMs / 1000).toFixed(0)} s`,
    `${joins} joins, ${failures.length} failed; ${settled} steps settled on one epoch and one authenticator`,
    `join p50 ${quantile(joinMs, 0.5)} ms, p95 ${quantile(joinMs, 0.95)} ms`,
    `settle p50 ${quantile(settleMs, 0.5)} ms, p95 ${quantile(settleMs, 0.95)} ms`,
  ]
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(0)
}
