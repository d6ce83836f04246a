// `npm test`: every check, or those named (`npm test -- unit lint`). The last line is the sum; CI runs this and no more.

import { CHECKS } from "./checks/check.ts"
import { runChecks, sentence } from "./checks/run-checks.ts"
import { progressOn } from "./progress.ts"
import { thisMachine } from "./toolchain/machine.ts"

const names = process.argv.slice(2)
const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`expected names of ${CHECKS.map((check) => check.name).join(", ")}, got ${unknown.join(", ")}`)
  process.exitCode = 2
} else {
  const chosen = CHECKS.filter((check) => names.length === 0 || names.includes(check.name))
  const tally = await runChecks(chosen, thisMachine(), progressOn(process.stdout))
  console.log(sentence(tally))
  process.exitCode = tally.failed === 0 ? 0 : 1
}
