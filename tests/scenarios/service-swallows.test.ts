// A service that swallows commits and is fine otherwise: signs of life are answered.

import { beforeEach, expect, it } from "vitest"
import { COMMIT_MS } from "../../src/meeting/service-link.ts"
import { eventually } from "../harness/eventually.ts"
import { JumpingClock } from "../harness/jumping-clock.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, inEpoch } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

const here = useMeeting()
let clock: JumpingClock
let hana: NodeClient
let ben: NodeClient

beforeEach(async () => {
  clock = new JumpingClock()
  hana = await here.meeting.joinAsHost("Hana", { clock })
  ben = await here.meeting.join("Ben")
  await inEpoch(1n, [hana, ben])
})

/** From now on the service gets only so many of the next commits as `passes` says. */
function swallow(passes: (number: number) => boolean): { readonly commits: number } {
  const seen = { commits: 0 }
  hana.wire.sent = (request) => (request.type === "commit" && !passes(++seen.commits) ? null : request)
  return seen
}

it("a host's order whose commit was swallowed is made again, and carried out", async () => {
  const seen = swallow((number) => number > 1)
  const ordered = hana.order({ kind: "remove", personId: idOf(hana, "Ben") })
  await eventually(() => expect(seen.commits).toBe(1))
  clock.jump(COMMIT_MS)
  expect(await ordered).toBe("done")
  await eventually(() => expect(ben.snapshot).toMatchObject({ phase: "ended", fault: "removed" }))
  expect(hana.shown.connection).toBe("connected")
})

it("a host's order whose commits are all swallowed ends, and the next one is carried out once they come through", async () => {
  const seen = swallow(() => false)
  const ordered = hana.order({ kind: "admission", admission: "locked" })
  for (let commits = 1; commits <= 2; commits++) {
    await eventually(() => expect(seen.commits).toBe(commits))
    clock.jump(COMMIT_MS)
  }
  expect(await ordered).toBe("not-connected")
  expect(hana.state.context.admission).toBe("open")
  swallow(() => true)
  expect(await hana.order({ kind: "admission", admission: "ask" })).toBe("done")
  await eventually(() => expect(ben.state.context.admission).toBe("ask"))
})
