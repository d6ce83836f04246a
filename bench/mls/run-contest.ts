// A whole contest from nothing, as it is run in a page and in Node.

import { GroupSession } from "../../src/mls/group.ts"
import type { SuiteName } from "../../src/mls/suite.ts"
import { keyPair, Meeting, OPEN } from "../../tests/unit/mls/people.ts"
import { Contest, type Lap } from "./contest.ts"

/** Measured until the code is warm. */
const WARM_UP = { members: 4, rounds: 5 }

export interface ContestPlan {
  readonly suite: SuiteName
  /** Rising. */
  readonly sizes: readonly number[]
  readonly rounds: number
}

/** The laps at each size. */
export async function runContest({ suite, sizes, rounds }: ContestPlan): Promise<readonly (readonly Lap[])[]> {
  const meeting = await Meeting.create(OPEN, suite)
  const { session, groupInfo } = await GroupSession.found(meeting.options("host", await keyPair(), { isHost: true }))
  await session.close()
  const contest = new Contest(meeting, groupInfo)
  await contest.run(WARM_UP.members, WARM_UP.rounds)
  const laps: (readonly Lap[])[] = []
  for (const members of sizes) laps.push(await contest.run(members, rounds))
  return laps
}
