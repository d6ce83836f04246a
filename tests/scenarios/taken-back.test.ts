// An epoch that members were in for a moment, until the service took its commit back: whoever they were told of then, they
// forget.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

describe("a join that is taken back after members entered its epoch", () => {
  let service: TestService
  let meeting: NodeMeeting

  beforeEach(async () => {
    service = await openService()
    meeting = await NodeMeeting.create(service.url)
  })
  afterEach(async () => {
    await meeting.end()
    await closeService(service)
  })

  it("leaves no doubt about those whom the newcomer looked like, and no other code", async () => {
    const people = await meeting.joinAll("Alice", "Ben")
    const codes = people.map(({ shown }) => shown.security.digits)
    for (const person of people) refuseWhatItEntered(person)
    const lookalike = await meeting.arrive("Веn") // the first two letters are Cyrillic
    await expect(lookalike.join()).rejects.toThrow("group-refused")
    for (const person of people) person.wire.sent = (request) => request
    await eventually(() => {
      for (const { shown } of people) {
        const kinds = shown.notices.map(({ kind }) => kind)
        expect(kinds).toEqual(expect.arrayContaining(["joined", "left", "commit-refused"]))
        expect(shown.security.digits).not.toBeNull()
      }
    })
    for (const { shown, state } of people) {
      expect(state.epoch).toBe(1n)
      expect(shown.people.map(({ nameDoubt }) => nameDoubt)).toEqual([null, null])
    }
    expect(people.map(({ shown }) => shown.security.digits)).toEqual(codes)
    const again = await meeting.join("Веn")
    await settledOn(2n, [...people, again])
    for (const { shown } of people) {
      const doubted = shown.people.filter(({ nameDoubt }) => nameDoubt?.kind === "looks-like")
      expect(new Set(doubted.map(({ name }) => name))).toEqual(new Set(["Ben", "Веn"]))
    }
  })
})

/** This member enters whatever it can, and then calls it bad. */
function refuseWhatItEntered(client: NodeClient): void {
  client.wire.sent = (request) =>
    request.type === "applied" ? { type: "refuse", epoch: request.epoch, fault: "unreadable-commit" } : request
}
