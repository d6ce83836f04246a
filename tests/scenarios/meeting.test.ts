import { describe, expect, it, vi } from "vitest"
import type { NodeClient } from "../harness/node-client.ts"
import { NodeMeeting, settledOn } from "../harness/node-meeting.ts"
import { useMeeting } from "../harness/use-meeting.ts"
import { FakeClock } from "../unit/media/fixtures.ts"

/** The service calls somebody gone after two missed signs of life. */
const GONE_AFTER_MS = 10_000

describe("a meeting of whole clients", () => {
  const clock = new FakeClock()
  const here = useMeeting({ service: { clock } })

  const commits = (): readonly unknown[] =>
    here.service.lines.flatMap((line) => (line.event === "commit" ? [line.outcome] : []))
  const closed = (): number => here.service.lines.filter(({ event }) => event === "socket-closed").length

  it("shows all three the same people, code and authenticator, and another code once the third is in", async () => {
    const [alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    const codeOfTwo = codeOf(alice)
    expect(codeOf(bob)).toBe(codeOfTwo)
    alice.visit.attendance?.comparing.say("match")
    const everyone = [alice, bob, await here.meeting.join("Charlie")]
    await settledOn(2n, everyone)
    expect(new Set(everyone.map(codeOf))).toEqual(new Set([expect.stringMatching(/^(?:\d{5} ){5}\d{5}$/)]))
    expect(codeOf(alice)).not.toBe(codeOfTwo)
    expect(new Set(everyone.map(({ shown }) => shown.security.authenticator)).size).toBe(1)
    for (const person of everyone) expect(namesOf(person)).toEqual(["Alice", "Bob", "Charlie"])
    expect(alice.shown.security.comparison.state).toBe("changed-since")
    expect(bob.shown.security.comparison.state).toBe("not-compared")
    expect(noticesOf(alice)).toEqual(["Bob joined", "Charlie joined"])
  })

  it("takes a leaver out by one commit of the lowest leaf, and the leaver opens nothing sealed after the switch", async () => {
    const [alice, bob, charlie] = await here.meeting.joinAll("Alice", "Bob", "Charlie")
    await alice.turnOn("camera")
    charlie.room.afterGoodbye = "still-served"
    await alice.send("camera", "before")
    expect(await charlie.opened(alice, "camera")).toEqual(["before"])

    await charlie.leave()
    await settledOn(3n, [alice, bob])
    expect(commits()).toEqual(["final", "final", "final"])
    expect(alice.asked).toContain("commit")
    expect(bob.asked.filter((type) => type === "commit")).toHaveLength(1) // its own join
    for (const person of [alice, bob]) expect(namesOf(person)).toEqual(["Alice", "Bob"])

    for (const content of ["after", "long after"]) await alice.send("camera", content)
    expect(await bob.opened(alice, "camera")).toEqual(["before", "after", "long after"])
    expect(await charlie.opened(alice, "camera")).toEqual(["before"])
    expect(await charlie.faults(alice, "camera")).toEqual({ "unknown-epoch": 2 })
  })

  it("takes out whoever is gone for ten seconds, and nobody who came back before", async () => {
    const [alice, bob, charlie] = await here.meeting.joinAll("Alice", "Bob", "Charlie")
    const before = closed()
    await charlie.crash()
    bob.loseService()
    await vi.waitFor(() => expect(closed()).toBe(before + 2))
    await vi.waitFor(() => expect(bob.shown.connection).toBe("reconnecting"), { timeout: 10_000 })
    bob.regainService()
    await vi.waitFor(() => expect(bob.shown.connection).toBe("connected"), { timeout: 10_000 })
    clock.advance(GONE_AFTER_MS)
    await settledOn(3n, [alice, bob])
    for (const person of [alice, bob]) expect(namesOf(person)).toEqual(["Alice", "Bob"])
    expect(noticesOf(alice)).toContain("Charlie left")
  })

  it("brings whoever lost the service up to date when it is back", async () => {
    const [alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    bob.loseService()
    const [charlie, dora] = [await here.meeting.join("Charlie"), await here.meeting.join("Dora")]
    await charlie.leave()
    await settledOn(4n, [alice, dora])
    expect(bob.state.epoch).toBe(1n)
    bob.regainService()
    await settledOn(4n, [alice, bob, dora])
    expect(namesOf(bob)).toEqual(["Alice", "Bob", "Dora"])
    expect(bob.shown.security.authenticator).toBe(alice.shown.security.authenticator)
    expect(codeOf(bob)).toBe(codeOf(alice))
  })

  it("lets a crashed person back in on a new leaf in place of the old one, with the same code", async () => {
    const [alice, bob] = await here.meeting.joinAll("Alice", "Bob")
    const before = { code: codeOf(alice), members: alice.state.members }
    await bob.crash()
    const again = await here.meeting.join("Bob", { vault: bob.vault })
    await settledOn(2n, [alice, again])
    expect(codeOf(alice)).toBe(before.code)
    expect(codeOf(again)).toBe(before.code)
    const [, old] = before.members
    const [, fresh] = alice.state.members
    expect(alice.state.members).toHaveLength(2)
    expect(fresh?.identityKey).toEqual(old?.identityKey)
    expect(fresh?.leafKey).not.toEqual(old?.leafKey)
    expect(noticesOf(alice)).toEqual(["Bob joined"])
  })

  it("refuses a wrong password and an unknown meeting alike, before any token", async () => {
    const right = await here.meeting.arrive("Alice")
    expect(right.snapshot).toMatchObject({ phase: "pre-join", check: "ready", meeting: { name: "Standup" } })
    const wrong = [
      here.meeting.link.replace(/.{22}$/, "0".repeat(22)), // P
      here.meeting.link.replace(/id-.{10}/, "id-0000000000"),
    ]
    for (const link of wrong) {
      const stranger = await new NodeMeeting(link).arrive("Mallory")
      expect(stranger.snapshot).toMatchObject({ phase: "ended", fault: "wrong-link", meeting: { name: null } })
      expect(stranger.asked).toEqual(["hello", "prove"])
    }
  })
})

function codeOf({ shown }: NodeClient): string {
  return (shown.security.digits ?? []).join(" ")
}

function namesOf({ shown }: NodeClient): readonly string[] {
  return shown.people.map(({ name }) => name ?? "").sort()
}

function noticesOf({ shown }: NodeClient): readonly string[] {
  return shown.notices.map(({ kind, name }) => `${name} ${kind}`)
}
