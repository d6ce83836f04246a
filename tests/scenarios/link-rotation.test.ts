import { describe, expect, it } from "vitest"
import { toHex } from "../../src/bytes/bytes.ts"
import { COMMIT_MS } from "../../src/meeting/service-link.ts"
import { StoredMeetings } from "../../src/meetings/stored-meetings.ts"
import type { NodeClient } from "../harness/node-client.ts"
import { eventually } from "../harness/eventually.ts"
import { JumpingClock } from "../harness/jumping-clock.ts"
import { idOf, inEpoch, settledOn } from "../harness/node-meeting.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

describe("a new link while the meeting runs", () => {
  const here = useMeeting()

  it("is the link of everybody who is in, and lets newcomers in who read all names", async () => {
    const everybody = await trio(here.meeting)
    const [hana] = everybody
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    const next = hana.shown.meeting.link
    expect(next).not.toBe(here.meeting.link)
    for (const each of everybody) await eventually(() => expect(each.shown.meeting.link).toBe(next))
    const dora = await here.meeting.join("Dora", { link: next })
    await inEpoch(4n, [...everybody, dora])
    for (const each of [...everybody, dora]) {
      await eventually(() => expect(namesOf(each)).toEqual(new Set(["Hana", "Ben", "Chidi", "Dora"])))
    }
    await settledOn(4n, [...everybody, dora])
    await dora.turnOn("camera")
    await dora.send("camera", "hello")
    for (const each of everybody) expect(await each.opened(dora, "camera")).toEqual(["hello"])
  })

  it("leaves the old link dead, for whoever was removed too", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
    await inEpoch(4n, [hana, ben])
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    const late = await here.meeting.arrive("Chidi", { vault: chidi.vault })
    expect(late.snapshot).toMatchObject({ phase: "ended", fault: "wrong-link" })
    const stranger = await here.meeting.arrive("Eve")
    expect(stranger.snapshot).toMatchObject({ phase: "ended", fault: "wrong-link" })
  })

  it("is in the host's list of meetings", async () => {
    const [hana] = await trio(here.meeting)
    await hana.order({ kind: "rotate-link" })
    const [kept] = await new StoredMeetings(hana.vault).list()
    expect(kept).toMatchObject({ link: hana.shown.meeting.link })
  })

  it("may be given again and again, and newcomers read the names of all links", async () => {
    const everybody = await trio(here.meeting)
    const [hana] = everybody
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    const dora = await here.meeting.join("Dora", { link: hana.shown.meeting.link })
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    const emil = await here.meeting.join("Emil", { link: hana.shown.meeting.link })
    await eventually(() => expect(namesOf(emil)).toEqual(new Set(["Hana", "Ben", "Chidi", "Dora", "Emil"])))
    await eventually(() => expect(namesOf(dora)).toEqual(new Set(["Hana", "Ben", "Chidi", "Dora", "Emil"])))
  })

  it("reaches whoever was not connected, from the log", async () => {
    const everybody = await trio(here.meeting)
    const [hana, ben] = everybody
    ben.loseService()
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    ben.regainService()
    await eventually(() => expect(ben.shown.meeting.link).toBe(hana.shown.meeting.link))
    expect(idOf(hana, "Ben")).toBe(idOf(ben, "Ben"))
  })

  it("is missed by whoever was away until the log is gone, and told so", async () => {
    const [hana, ben] = await trio(here.meeting)
    ben.loseService()
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    ben.wire.received = (message) => {
      if (message.type !== "resumed") return message
      return { type: "error", answers: message.answers, fault: "log-too-old" }
    }
    ben.regainService()
    await eventually(() => expect(ben.snapshot).toMatchObject({ phase: "ended", fault: "link-rotated" }))
  })

  it("is tried again by a member whom the service does not know by it yet", async () => {
    const [hana, ben] = await trio(here.meeting)
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    await eventually(() => expect(ben.shown.meeting.link).toBe(hana.shown.meeting.link))
    let early = 0
    ben.wire.received = (message) => {
      if (message.type === "resumed") return { type: "error", answers: message.answers, fault: "log-too-old" }
      if (message.type !== "proven" || early++ > 0) return message
      return { type: "error", answers: message.answers, fault: "not-proven" }
    }
    const before = leafOf(ben)
    ben.loseService()
    ben.regainService()
    await eventually(() => expect(leafOf(ben)).not.toBe(before))
    expect(early).toBe(2)
    await eventually(() => expect(ben.shown.connection).toBe("connected"))
  })

  it("lets members in again under their own identity", async () => {
    const [hana, ben] = await trio(here.meeting)
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    await eventually(() => expect(ben.shown.meeting.link).toBe(hana.shown.meeting.link))
    const before = idOf(hana, "Ben")
    await ben.crash()
    const again = await here.meeting.join("Ben", { vault: ben.vault, link: hana.shown.meeting.link })
    expect(again.shown.people.find(({ isYou }) => isYou)?.id).toBe(before)
  })

  it("is told to the service by the host's next visit where the host crashed before", async () => {
    const [hana, ben] = await trio(here.meeting)
    hana.wire.sent = (request) => (request.type === "change-rotate" ? null : request)
    void hana.order({ kind: "rotate-link" })
    await eventually(() => expect(ben.shown.meeting.link).not.toBe(here.meeting.link))
    const next = ben.shown.meeting.link
    await eventually(() => expect(hana.asked).toContain("change-rotate"))
    await hana.crash()
    const early = await here.meeting.arrive("Dora", { link: next })
    expect(early.snapshot).toMatchObject({ phase: "ended", fault: "wrong-link" })
    const again = await here.meeting.joinAsHost("Hana", { link: next })
    expect(again.shown.meeting.link).toBe(next)
    await here.meeting.join("Dora", { link: next })
  })

  it("is mended by the old link as well", async () => {
    const [hana, ben] = await trio(here.meeting)
    hana.wire.sent = (request) => (request.type === "change-rotate" ? null : request)
    void hana.order({ kind: "rotate-link" })
    await eventually(() => expect(ben.shown.meeting.link).not.toBe(here.meeting.link))
    await eventually(() => expect(hana.asked).toContain("change-rotate"))
    await hana.crash()
    const again = await here.meeting.joinAsHost("Hana")
    expect(again.shown.meeting.link).toBe(ben.shown.meeting.link)
  })

  it("is the one that was begun before, where that came to nothing", async () => {
    const clock = new JumpingClock()
    const hana = await here.meeting.joinAsHost("Hana", { clock })
    const ben = await here.meeting.join("Ben")
    await inEpoch(1n, [hana, ben])
    let commits = 0
    hana.wire.sent = (request) => {
      if (request.type === "commit") commits++
      return request.type === "commit" ? null : request
    }
    const ordered = hana.order({ kind: "rotate-link" })
    for (let seen = 1; seen <= 2; seen++) {
      await eventually(() => expect(commits).toBe(seen))
      clock.jump(COMMIT_MS)
    }
    expect(await ordered).toBe("not-connected")
    const stored = new StoredMeetings(hana.vault)
    const [kept] = await stored.list()
    hana.wire.sent = (request) => request
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    await eventually(() => expect(ben.shown.meeting.link).toBe(kept?.nextLink))
    expect(await stored.list()).toMatchObject([{ link: kept?.nextLink, nextLink: null }])
    await here.meeting.join("Dora", { link: ben.shown.meeting.link })
  })

  it("that the service does not take yet is told to it before the next one is given", async () => {
    const clock = new JumpingClock()
    const hana = await here.meeting.joinAsHost("Hana", { clock })
    const ben = await here.meeting.join("Ben")
    await inEpoch(1n, [hana, ben])
    const refused = refuseChanges(hana)
    const ordered = hana.order({ kind: "rotate-link" })
    await eventually(() => expect(refused.size).toBeGreaterThan(0))
    clock.jump(15_000)
    expect(await ordered).toBe("not-connected")
    const between = hana.shown.meeting.link
    expect(between).not.toBe(here.meeting.link)
    expect((await here.meeting.arrive("Dora", { link: between })).snapshot).toMatchObject({ fault: "wrong-link" })

    const told: string[] = []
    hana.wire.sent = (request) => {
      if (request.type === "change-rotate") told.push(request.meeting)
      return request
    }
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    expect(told).toHaveLength(2)
    expect(between).toContain(told[0])
    await here.meeting.join("Dora", { link: hana.shown.meeting.link })
  })

  it("is followed by a member whose browser's memory was deleted meanwhile", async () => {
    const [hana, ben] = await trio(here.meeting)
    ben.vault.close() // as when another page deletes everything
    expect(await hana.order({ kind: "rotate-link" })).toBe("done")
    await eventually(() => expect(ben.shown.meeting.link).toBe(hana.shown.meeting.link))
  })

  it("that never came about leaves everything as it was", async () => {
    const [hana, ben] = await trio(here.meeting)
    hana.wire.sent = (request) => (request.type === "commit" ? null : request)
    void hana.order({ kind: "rotate-link" })
    await eventually(() => expect(hana.asked.filter((type) => type === "commit")).toHaveLength(1))
    await hana.crash()
    const [kept] = await new StoredMeetings(hana.vault).list()
    const early = await here.meeting.arrive("Hana", { vault: hana.vault, link: kept?.nextLink ?? "" })
    expect(early.snapshot).toMatchObject({ phase: "ended", fault: "wrong-link" })
    const again = await here.meeting.joinAsHost("Hana")
    expect(again.shown.meeting.link).toBe(here.meeting.link)
    expect(ben.shown.meeting.link).toBe(here.meeting.link)
    await here.meeting.join("Dora")
    expect(await again.order({ kind: "rotate-link" })).toBe("done")
  })
})

/** As where the service sends newcomers to a group that does not know the link; the numbers of what it refused. */
function refuseChanges({ wire }: NodeClient): ReadonlySet<number> {
  const refused = new Set<number>()
  wire.sent = (request) => {
    if (request.type !== "change-rotate") return request
    refused.add(request.request)
    return { type: "alive", request: request.request }
  }
  wire.received = (message) => {
    const answers = message.type === "alive" && refused.has(message.answers) ? message.answers : null
    return answers === null ? message : { type: "error", answers, fault: "occupied" }
  }
  return refused
}

function leafOf({ state }: NodeClient): string {
  return toHex(state.members.find(({ leaf }) => leaf === state.ownLeaf)?.leafKey ?? new Uint8Array())
}

function namesOf({ shown }: NodeClient): ReadonlySet<string | null> {
  return new Set(shown.people.map(({ name }) => name))
}
