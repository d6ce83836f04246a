// People with the link who hand in joins that the service cannot tell from good ones: their secrets are wrong.

import { describe, expect, it } from "vitest"
import { decodeCommit } from "../../src/mls/wire.ts"
import { eventually } from "../harness/eventually.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { settledOn } from "../harness/node-meeting.ts"
import { OpusHall } from "../harness/opus-hall.ts"
import { useMeeting } from "../harness/use-meeting.ts"

describe("a join that no member can follow", () => {
  const here = useMeeting()

  it("is taken back: its author is out, and the others do not miss a word", async () => {
    const [alice, bob, charlie] = await here.meeting.joinAll("Alice", "Bob", "Charlie")
    const hall = new OpusHall()
    for (const person of [alice, bob, charlie]) hall.listen(person)
    await Promise.all([hall.speak(alice), hall.speak(bob)])
    await eventually(() => expect(hall.hearings()).toHaveLength(4))

    const mallory = await here.meeting.arrive("Mallory")
    poison(mallory)
    await expect(mallory.join()).rejects.toThrow("group-refused")
    await eventually(() => {
      for (const { shown } of [alice, bob, charlie]) {
        expect(shown.notices.map(({ kind }) => kind)).toContain("commit-refused")
      }
    })
    for (const { state, shown } of [alice, bob, charlie]) {
      expect(state.epoch).toBe(2n)
      expect(shown.people.map(({ name }) => name).sort(alphabetically)).toEqual(["Alice", "Bob", "Charlie"])
      expect(shown.connection).toBe("connected")
    }
    expect(await hall.end()).toEqual({})
    for (const { lost } of hall.hearings()) expect(lost).toBe(0)
    const dora = await here.meeting.join("Dora")
    await settledOn(3n, [alice, bob, charlie, dora])
  })

  it("and that an accomplice calls good, leads the others into a successor group without the two", async () => {
    const alice = await here.meeting.joinAsHost("Alice")
    const [bob, charlie, eve] = [
      await here.meeting.join("Bob"),
      await here.meeting.join("Charlie"),
      await here.meeting.join("Eve"),
    ]
    const honest = [alice, bob, charlie]
    await settledOn(3n, [...honest, eve])
    const before = alice.state
    const codes = alice.shown.security.digits
    for (const person of honest) person.visit.attendance?.comparing.say("match")
    for (const person of [alice, bob]) await person.turnOn("camera")
    await bob.send("camera", "before")
    expect(await alice.opened(bob, "camera")).toEqual(["before"])

    callGood(eve)
    for (const person of honest) missFirst(person)
    const mallory = await here.meeting.arrive("Mallory")
    poison(mallory)
    await mallory.join() // she believes so
    await eventually(() => {
      for (const { state, shown } of honest) {
        expect(state.groupId).not.toEqual(before.groupId)
        expect(shown.people.map(({ name }) => name).sort(alphabetically)).toEqual(["Alice", "Bob", "Charlie"])
        expect(shown.connection).toBe("connected")
        expect(shown.security.digits).not.toBeNull()
      }
    })
    const [{ state, shown }, ...others] = [alice, bob, charlie]
    expect(state.context).toEqual(before.context)
    expect(state.succession).toMatchObject({ predecessor: before.groupId, epoch: 3n })
    expect(shown.people.filter(({ role }) => role === "host").map(({ name }) => name)).toEqual(["Alice"])
    expect(shown.security.digits).not.toEqual(codes)
    expect(shown.security.comparison.state).toBe("changed-since")
    for (const other of others) expect(other.shown.security.digits).toEqual(shown.security.digits)
    const kinds = shown.notices.map(({ kind }) => kind)
    expect(kinds).toContain("parted")
    expect(kinds).toContain("moved")
    for (const [name, kind] of shown.notices.map((notice) => [notice.name, notice.kind] as const)) {
      if (kind === "left" || kind === "joined") expect(["Bob", "Charlie", "Eve"]).toContain(name)
    }

    await bob.send("camera", "after")
    expect(await alice.opened(bob, "camera")).toEqual(["before", "after"])
    expect(eve.state.groupId).toEqual(before.groupId)
    expect(await opensNothingOf(bob, eve)).toBe(true)
    // Newcomers are led to the honest, who let them in by a host's word alone.
    const dora = await here.meeting.arrive("Dora")
    const entering = dora.join()
    await eventually(() => expect(alice.shown.askers.map(({ name }) => name)).toEqual(["Dora"]))
    const askerIds = alice.shown.askers.map(({ id }) => id)
    expect(await alice.order({ kind: "admit", askerIds })).toBe("done")
    await entering
    expect(dora.state.groupId).toEqual(alice.state.groupId)
    expect(eve.state.members).toHaveLength(before.members.length)
  })
})

/** Changes the end of this client's join: its confirmation tag, which only members can check. */
function poison(client: NodeClient): void {
  client.wire.sent = (request) => {
    if (request.type !== "commit") return request
    const { commit } = request
    return { ...request, commit: commit.with(commit.length - 1, (commit.at(-1) ?? 0) ^ 1) }
  }
}

/** This member calls every commit good, whatever its own client thinks of it. */
function callGood(client: NodeClient): void {
  let confirmationTag = new Uint8Array()
  client.wire.received = (message) => {
    if (message.type === "commit") confirmationTag = new Uint8Array(decodeCommit(message.commit).auth.confirmationTag)
    return message
  }
  client.wire.sent = (request) => {
    if (request.type === "refuse") return { type: "applied", epoch: request.epoch, confirmationTag }
    return request.type === "hello" ? null : request // and goes nowhere else
  }
}

/** The next commit reaches this member only when it was asked for again: others have voted by then. */
function missFirst(client: NodeClient): void {
  client.wire.received = (message) => {
    if (message.type !== "commit") return message
    client.wire.received = (received) => received
    return null
  }
}

async function opensNothingOf(sender: NodeClient, listener: NodeClient): Promise<boolean> {
  return !(await listener.opened(sender, "camera")).includes("after")
}

function alphabetically(a: string | null, b: string | null): number {
  return (a ?? "").localeCompare(b ?? "")
}
