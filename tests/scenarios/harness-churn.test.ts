// What churn would say if people were not of one mind, and how its command ends.

import { beforeEach, describe, expect, it, vi } from "vitest"
import { type Agreement, disagreement, identityOf } from "../harness/churn/agreement.ts"
import { RunningCommand } from "../harness/command.ts"
import { JumpingClock } from "../harness/jumping-clock.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"

const PATIENCE = { timeout: 40_000, interval: 20 }

describe("the check that churn makes after each step", () => {
  const clock = new JumpingClock()
  const here = useMeeting({ service: { clock } })
  let alice: NodeClient
  let bob: NodeClient

  beforeEach(async () => {
    ;[alice, bob] = await here.meeting.joinAll("Alice", "Bob")
  })

  it("finds people of one mind", () => {
    expect(check([alice, bob])).toBeNull()
    expect(check([])).toBeNull()
  })

  it("names who did not follow, and who is not connected", async () => {
    bob.loseService()
    await vi.waitFor(() => expect(check([alice, bob])).toBe("Bob is not connected"), PATIENCE)
    const charlie = await here.meeting.join("Charlie")
    await settledOn(2n, [alice, charlie])
    expect(check([alice, bob, charlie])).toBe("Bob is in epoch 1, not 2")
    expect(check([alice, charlie], { crashed: "may-remain" })).toBeNull()
    bob.regainService()
    await vi.waitFor(() => expect(check([alice, bob, charlie])).toBeNull(), PATIENCE)
  })

  it("names who is not in the meeting, and who left but is still on the roster", async () => {
    const left = new Set([identityOf(bob)])
    expect(check([alice, bob], { left })).toBe("somebody who left is on the roster")
    await bob.leave()
    expect(check([alice, bob])).toBe("Bob is not in the meeting")
    await settledOn(2n, [alice])
    expect(check([alice], { left })).toBeNull()
  })

  it("wants those who crashed off the roster once they count as gone", async () => {
    await bob.crash()
    expect(check([alice], { crashed: "may-remain" })).toBeNull()
    expect(check([alice])).toBe("somebody who crashed is on the roster")
    await vi.waitFor(
      () => expect(here.service.lines.some(({ event }) => event === "socket-closed")).toBe(true),
      PATIENCE,
    )
    await vi.waitFor(() => {
      clock.jump(10_000)
      expect(check([alice])).toBeNull()
    }, PATIENCE)
  })

  it("finds two groups that count the same epochs", async () => {
    const elsewhere = await NodeMeeting.create(here.service.url)
    const [dora] = await elsewhere.joinAll("Dora", "Eve")
    expect(check([alice, dora])).toBe("Dora is in another group")
    await elsewhere.end()
  })
})

it("runs as a command, which says how many joins failed and ends with that", async () => {
  const args = ["--suite", "fast", "--clients", "3", "--joins", "3", "--seed", "1"]
  await using command = new RunningCommand("churn", args, process.env)
  expect(await command.prints(/\d+ joins, (\d+) failed/)).toBe("0")
  expect(await command.ends()).toBe(0)
})

function check(present: readonly NodeClient[], options: Partial<Agreement> = {}): string | null {
  return disagreement({ present, whole: present, left: new Set(), crashed: "gone", ...options })
}
