// Runs checks one after the other and adds them up.

import type { Progress } from "../progress.ts"
import type { Machine } from "../toolchain/machine.ts"
import type { Check, Outcome, Tally } from "./check.ts"

/**
 * Runs all of them, also after a failure, and says each one's result. A check that ran no test counts as one failure:
 * a run that tests nothing must not look like one that found nothing.
 */
export async function runChecks(checks: readonly Check[], machine: Machine, progress: Progress): Promise<Tally> {
  let [passed, failed] = [0, 0]
  for (const check of checks) {
    const outcome = failIfEmpty(await check.run(machine, progress))
    if (outcome.failed > 0) progress.say(outcome.output)
    progress.say(`${outcome.failed > 0 ? "FAILED" : "ok"} ${check.name}: ${sentence(outcome)}`)
    passed += outcome.passed
    failed += outcome.failed
  }
  return { passed, failed }
}

/** "N passed, N failed". */
export function sentence({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`
}

function failIfEmpty(outcome: Outcome): Outcome {
  if (outcome.passed + outcome.failed > 0) return outcome
  return { ...outcome, failed: 1, output: `${outcome.output}\nno test ran` }
}
