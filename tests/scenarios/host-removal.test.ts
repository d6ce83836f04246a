import { expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { idOf, NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { closeService, openService } from "../harness/service.ts"
import { SteppedClock } from "../harness/stepped-clock.ts"
import { StoppableClock } from "../harness/stoppable-clock.ts"

it("a host's removal waits for no clock, at the service or at clients, until the last sender has the next key", async () => {
  const service = await openService({ clock: new SteppedClock() })
  const meeting = await NodeMeeting.create(service.url)
  const clock = new StoppableClock()
  const hana = await meeting.joinAsHost("Hana", { clock })
  const ben = await meeting.join("Ben", { clock })
  const chidi = await meeting.join("Chidi", { clock })
  await settledOn(2n, [hana, ben, chidi])
  const steps = stepsOf(hana)
  clock.stop()
  expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
  expect(steps).toEqual(["commit", "provisional", "final", "commit", "provisional", "final"])
  await eventually(() => expect([hana, ben].map(isSendingUnderFour)).toEqual([true, true]))
  expect(hana.state.members).toHaveLength(2)
  await meeting.end()
  await closeService(service)
})

function isSendingUnderFour({ visit }: NodeClient): boolean {
  return visit.conference.epochTimes().some(({ epoch, sendingAt }) => epoch === 4n && sendingAt !== null)
}

it("a host's orders come into force in a meeting of two, whose other one refuses every commit, their own removal too", async () => {
  const service = await openService({ clock: new SteppedClock() }) // no vote ends by time
  const meeting = await NodeMeeting.create(service.url)
  const hana = await meeting.joinAsHost("Hana")
  const mallory = await meeting.join("Mallory")
  await settledOn(1n, [hana, mallory])
  const refused: bigint[] = []
  mallory.wire.sent = (request) => {
    if (request.type !== "applied") return request
    refused.push(request.epoch)
    return { type: "refuse", epoch: request.epoch, fault: "context-forged" }
  }
  for (const order of [
    { kind: "admission", admission: "locked" },
    { kind: "may-share", who: "hosts" },
    { kind: "may-chat", who: "hosts" },
    { kind: "rotate-link" },
    { kind: "remove", personId: idOf(hana, "Mallory") },
  ] as const) {
    expect([order.kind, await hana.order(order)]).toEqual([order.kind, "done"])
  }
  expect(refused).toEqual([2n, 3n, 4n, 5n, 6n])
  expect(hana.state.members).toHaveLength(1)
  await eventually(() => expect(mallory.snapshot).toMatchObject({ phase: "ended", fault: "removed" }))
  await meeting.end()
  await closeService(service)
})

/** The way of a client's own commits, step by step. */
function stepsOf({ wire }: NodeClient): readonly string[] {
  const steps: string[] = []
  wire.sent = (request) => {
    if (request.type === "commit") steps.push("commit")
    return request
  }
  wire.received = (message) => {
    if (message.type === "provisional") steps.push("provisional")
    if (message.type === "outcome") steps.push(message.outcome)
    return message
  }
  return steps
}
