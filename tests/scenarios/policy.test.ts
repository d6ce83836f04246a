import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { OpenGroup } from "../harness/open-group.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"
import { type Bench, GUEST, HOST, unchanged } from "../unit/mls/policy-table/bench.ts"
import type { BenchName } from "../unit/mls/policy-table/row.ts"
import { COMMITS } from "../unit/mls/policy-table/table.ts"

/** No limit is in the way of three hundred bad commits. */
const UNLIMITED = { burst: 10_000, perMinute: 10_000 }
const limits = { commitsPerPerson: UNLIMITED, commitsPerMeeting: UNLIMITED, messagesPerSocket: UNLIMITED }

/** What has no group id and epoch where a commit has them, or another epoch, the policy need not judge. */
function answersFor(fault: string): readonly string[] {
  if (fault === "wrong-epoch") return ["stale"]
  return ["wire-format", "content-type", "wrong-group"].includes(fault) ? [fault, "malformed"] : [fault]
}

/** To a generation, by single steps, with a co-host from the last one on. */
async function raise(group: OpenGroup, last: number): Promise<void> {
  const { bench } = group
  while (bench.group.context.generation < last - 1) {
    // oxlint-disable-next-line no-await-in-loop -- one epoch after the other
    await group.change({ generation: bench.group.context.generation + 1 })
  }
  await group.change({ generation: last, coHosts: [await bench.coHost(GUEST)] })
}

describe("a member with the link who hands in bad commits", () => {
  let service: TestService
  let group: OpenGroup

  beforeAll(async () => {
    service = await openService({ limits })
    group = await OpenGroup.create(service, 2)
  })
  afterAll(() => closeService(service))

  const stages: readonly (readonly [BenchName, Parameters<Bench["apply"]>[0] | null])[] = [
    ["open", null],
    ["asking", { admission: "ask" }],
    ["raised", null],
  ]

  it.each(stages)("is answered by the fault of each, in a group that is %s", async (name, change) => {
    const { bench } = group
    if (name === "raised") await raise(group, 5)
    else if (change) await group.change(change)
    const { epoch } = bench.group
    const wrong: string[] = []
    for (const { rows } of COMMITS.filter((family) => family.bench === name)) {
      for (const [title, outcome, make] of rows(bench).filter(([, fault]) => fault !== "accepted")) {
        // oxlint-disable-next-line no-await-in-loop -- the service takes one after the other
        const answer = await group.answerTo(await make())
        if (!answersFor(outcome).includes(answer)) wrong.push(`${title}: ${answer} in place of ${outcome}`)
      }
    }
    expect(wrong).toEqual([])
    expect(bench.group.epoch).toBe(epoch)
  })

  it("has disturbed nobody: an honest commit is final", async () => {
    expect(await group.answerTo(await group.bench.heal(unchanged))).toBe("final")
    expect(group.caller(HOST).pushes.filter(({ type }) => type === "restored")).toEqual([])
  })
})
