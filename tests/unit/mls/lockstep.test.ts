import { expect, it } from "vitest"
import { FAST_SUITE, RELEASE_SUITE, type SuiteName } from "../../../src/mls/suite.ts"
import { Lockstep } from "../../harness/lockstep/lockstep.ts"
import { seededRandom } from "../../harness/random.ts"
import { Meeting, OPEN } from "./people.ts"

const TIMEOUT_MS = 60_000

it.each<readonly [SuiteName, number, number]>([
  [FAST_SUITE, 30, 9],
  [RELEASE_SUITE, 8, 6],
])(
  "our commits and states are the library's, byte for byte (%s, %i steps)",
  async (suite, steps, members) => {
    const lockstep = await Lockstep.found(await Meeting.create(OPEN, suite), seededRandom(7))
    for (let step = 0; step < steps; step++) await lockstep.step(members)
    await lockstep.emptyLeft()
    await lockstep.step(members)
    const { tally } = lockstep
    expect(tally.steps).toBe(steps + 1)
    expect(tally.received).toBeGreaterThan(steps)
    expect(tally.refused).toBeGreaterThan(steps)
  },
  TIMEOUT_MS,
)
