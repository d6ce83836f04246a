import { expect, it } from "vitest"
import { joinTogether } from "../harness/crowd.ts"
import { settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

const PEOPLE = 50
const WITHIN_MS = 5000
const PATIENCE_MS = 180_000

const here = useMeeting({ meeting: { mls: "thread" } })

// How long it takes depends on the machine, which is all fifty of them here: `npm run bench -- rekey` says it.
it(
  "lets fifty people in who join within five seconds",
  async () => {
    const { meeting } = here
    const { people, allInMs } = await joinTogether(meeting, { count: PEOPLE, withinMs: WITHIN_MS, receivers: 0 })
    await settledOn(BigInt(PEOPLE - 1), people)
    expect(new Set(people.map(({ shown }) => shown.security.authenticator)).size).toBe(1)
    expect(people.map(({ state }) => state.members.length)).toEqual(people.map(() => PEOPLE))
    process.stderr.write(`${PEOPLE} people were in after ${(allInMs / 1000).toFixed(1)} s\n`)
  },
  PATIENCE_MS,
)
