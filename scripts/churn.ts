// `npm run churn -- [--clients 20] [--joins 300] [--seed 1] [--suite release]`: whole clients that join, leave, crash,
// lose a way and return at a real service, several at once, in the random order of the seed; says whether all of them
// were of one mind after each step. `--suite fast` takes the suite of the tests.

import { parseArgs } from "node:util"
import { FAST_SUITE, RELEASE_SUITE } from "../src/mls/suite.ts"
import { type ChurnResult, type ChurnStep, runChurn } from "../tests/harness/churn/churn.ts"
import { NodeMeeting } from "../tests/harness/node-meeting.ts"
import { seededRandom } from "../tests/harness/random.ts"
import { ServiceProcess } from "../tests/harness/service-process/service-process.ts"

/** Everybody comes from one address, and often. */
const MANY = { burst: 1_000_000, perMinute: 1_000_000 }
const LIMITS = { srpPerAddress: MANY, srpPerMeeting: MANY, commitsPerPerson: MANY, commitsPerMeeting: MANY }

const text = (preset: string) => ({ type: "string", default: preset }) as const
const { values: flags } = parseArgs({
  options: { clients: text("20"), joins: text("300"), seed: text("1"), suite: text("release") },
})
const suite = flags.suite === "fast" ? FAST_SUITE : RELEASE_SUITE
const began = performance.now()
await using service = await ServiceProcess.start({ suite, limits: LIMITS })
const meeting = await NodeMeeting.create(service.origin, suite)
const result = await runChurn({
  meeting,
  clients: Number(flags.clients),
  atOnce: 4,
  joins: Number(flags.joins),
  random: seededRandom(Number(flags.seed)),
  passTime: (ms) => service.passTime(ms),
  onStep: say,
})
await meeting.end()
for (const line of summary(result)) console.log(line)
process.exitCode = result.failures.length === 0 ? 0 : 1

function say({ number, moves, joins, people, epoch, settleMs }: ChurnStep): void {
  const facts = [`${joins} joins`, `${people} in`, `epoch ${epoch}`, `settled in ${settleMs.toFixed(0)} ms`]
  console.log(`${`${number}`.padStart(4)}  ${facts.join(", ")}: ${moves.join(", ")}`)
}

function summary({ joins, settled, failures, joinMs, settleMs }: ChurnResult): readonly string[] {
  const seconds = (performance.now() - began) / 1000
  return [
    ...failures.map((failure) => `FAILED ${failure}`),
    `seed ${flags.seed}, ${flags.clients} clients, ${suite}, ${seconds.toFixed(0)} s`,
    `${joins} joins, ${failures.length} failed; ${settled} steps settled on one epoch and one authenticator`,
    `join p50 ${quantile(joinMs, 0.5)} ms, p95 ${quantile(joinMs, 0.95)} ms`,
    `settle p50 ${quantile(settleMs, 0.5)} ms, p95 ${quantile(settleMs, 0.95)} ms`,
  ]
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(0)
}
