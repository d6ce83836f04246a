// `npm run churn -- --lockstep`: our MLS code beside the library's, in one group whose members come, go, return and heal.

import { compareOnTampered } from "../../tests/harness/lockstep/tampered-trees.ts"
import { Lockstep, type LockstepTally } from "../../tests/harness/lockstep/lockstep.ts"
import { seededRandom } from "../../tests/harness/random.ts"
import { Meeting, OPEN } from "../../tests/unit/mls/people.ts"
import type { ChurnFlags } from "./flags.ts"

/** After each step. */
const TAMPERED_TREES = 2
const STEPS_A_LINE = 20

export interface LockstepResult extends LockstepTally {
  readonly trees: number
  readonly refusedTrees: number
}

/** Goes on until so many have joined; throws where the library and we differ. */
export async function runLockstep(flags: ChurnFlags, say: (line: string) => void): Promise<LockstepResult> {
  const { clients, joins, seed, suite } = flags
  const random = seededRandom(seed)
  const lockstep = await Lockstep.found(await Meeting.create(OPEN, suite), random)
  const { tally } = lockstep
  let [trees, refusedTrees] = [0, 0]
  while (tally.joins < joins) {
    await lockstep.step(clients)
    const members = lockstep.trees
    for (let at = 0; at < TAMPERED_TREES; at++) {
      trees++
      if ((await compareOnTampered(random.pick(members), random)) === "refused") refusedTrees++
    }
    if (tally.steps % STEPS_A_LINE === 0)
      say(`${tally.steps} steps, ${tally.joins} joins, ${members.length} in: the same`)
  }
  return { ...tally, trees, refusedTrees }
}

export function lockstepSummary({ seed, suite }: ChurnFlags, result: LockstepResult): readonly string[] {
  const { steps, joins, received, spoilt, refused, trees, refusedTrees } = result
  return [
    `seed ${seed}, ${suite}: ${steps} steps, ${joins} of them joins`,
    `${steps} update paths and ${received} states after a commit: the library's, byte for byte`,
    `${spoilt} spoilt commits, ${refused} refused by both; ${trees} tampered trees, ${refusedTrees} refused, as the library does`,
  ]
}
