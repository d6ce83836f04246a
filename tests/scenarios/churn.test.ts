import { expect, it } from "vitest"
import { runChurn } from "../harness/churn/churn.ts"
import { JumpingClock } from "../harness/jumping-clock.ts"
import { NodeMeeting } from "../harness/node-meeting.ts"
import { seededRandom } from "../harness/random.ts"
import { closeService, openService } from "../harness/service.ts"

const PATIENCE_MS = 180_000

// `npm run churn` does the same for longer, with the release suite and the service in a process of its own.
it(
  "keeps everybody of one mind while people join, leave, crash, lose their ways and return",
  async () => {
    const clock = new JumpingClock()
    const service = await openService({ clock })
    const meeting = await NodeMeeting.create(service.url)
    const steps: string[] = []
    const { joins, failures } = await runChurn({
      meeting,
      clients: 12,
      atOnce: 8,
      joins: 40,
      random: seededRandom(4),
      passTime: async (ms) => clock.jump(ms),
      onStep: ({ number, moves }) => steps.push(`${number}: ${moves.join(", ")}`),
    })
    expect(failures, steps.join("\n")).toEqual([])
    expect(joins).toBeGreaterThanOrEqual(40)
    await meeting.end()
    await closeService(service)
  },
  PATIENCE_MS,
)
