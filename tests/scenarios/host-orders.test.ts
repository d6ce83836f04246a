import { describe, expect, it } from "vitest"
import type { NodeClient } from "../harness/node-client.ts"
import { eventually } from "../harness/eventually.ts"
import { idOf, inEpoch, settledOn } from "../harness/node-meeting.ts"
import { trio, useMeeting } from "../harness/use-meeting.ts"

describe("a host's orders", () => {
  const here = useMeeting()

  it("change what the meeting allows, for everybody, and everybody is told by whom", async () => {
    const everybody = await trio(here.meeting)
    const [hana] = everybody
    expect(await hana.order({ kind: "admission", admission: "locked" })).toBe("done")
    expect(await hana.order({ kind: "may-share", who: "hosts" })).toBe("done")
    expect(await hana.order({ kind: "may-chat", who: "hosts" })).toBe("done")
    await inEpoch(5n, everybody)
    for (const each of everybody) {
      expect(each.shown.authority).toMatchObject({ admission: "locked", mayShare: "hosts", mayChat: "hosts" })
      expect(orders(each)).toEqual([
        "admission-locked by Hana",
        "may-share-changed by Hana",
        "may-chat-changed by Hana",
      ])
    }
  })

  it("that change nothing make no commit", async () => {
    const everybody = await trio(here.meeting)
    const [hana] = everybody
    expect(await hana.order({ kind: "admission", admission: "open" })).toBe("done")
    expect(await hana.order({ kind: "unmake-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    expect(everybody.map(({ state }) => state.epoch)).toEqual([2n, 2n, 2n])
  })

  it("are not a member's to give", async () => {
    const [, ben] = await trio(here.meeting)
    const personId = idOf(ben, "Chidi")
    for (const order of [
      { kind: "admission", admission: "open" },
      { kind: "may-chat", who: "hosts" },
      { kind: "remove", personId },
      { kind: "make-co-host", personId },
      { kind: "unmake-co-host", personId },
    ] as const) {
      expect(await ben.order(order)).toBe("not-allowed")
    }
    expect(ben.asked.filter((type) => type === "commit")).toHaveLength(1) // its own join
  })

  it("remove a person at once, and from then on nobody comes by the link alone", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    await settledOn(2n, [hana, ben, chidi])
    await hana.turnOn("camera")
    await hana.send("camera", "before")
    expect(await chidi.opened(hana, "camera")).toEqual(["before"])
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
    await inEpoch(4n, [hana, ben])
    await eventually(() => expect(chidi.snapshot).toMatchObject({ phase: "ended", fault: "removed", by: "Hana" }))
    for (const each of [hana, ben]) {
      expect(new Set(each.shown.people.map(({ name }) => name))).toEqual(new Set(["Ben", "Hana"]))
      expect(orders(each)).toEqual(["admission-ask by Hana", "removed Chidi by Hana"])
      expect(each.state.context).toMatchObject({ admission: "ask", generation: 1 })
    }
    await settledOn(4n, [hana, ben])
    await hana.send("camera", "after")
    expect(await ben.opened(hana, "camera")).toEqual(["before", "after"])
    expect(await chidi.opened(hana, "camera")).toEqual(["before"])
  })

  it("remove neither the host nor oneself, and nobody twice", async () => {
    const [hana, ben] = await trio(here.meeting)
    const chidi = idOf(hana, "Chidi")
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Hana") })).toBe("not-allowed")
    expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(3n, [hana, ben])
    expect(await ben.order({ kind: "remove", personId: idOf(hana, "Hana") })).toBe("not-allowed")
    const both = [hana.order({ kind: "remove", personId: chidi }), ben.order({ kind: "remove", personId: chidi })]
    expect(await Promise.all(both)).toContain("done")
    await eventually(() => expect(hana.state.members).toHaveLength(2))
  })

  it.each([
    ["by one", 2, "done"],
    ["to its end", Number.MAX_SAFE_INTEGER, "not-allowed"],
  ] as const)("are the host's to give after a co-host raised the generation %s (%i): %s", async (_to, raised, told) => {
    const everybody = await trio(here.meeting)
    const [hana, ben] = everybody
    expect(await hana.order({ kind: "admission", admission: "ask" })).toBe("done")
    expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(4n, everybody)
    const change = { generation: raised }
    const raising = ben.visit.attendance?.continuity.own.order(async (_state, made) =>
      made > 0 ? { kind: "over", outcome: "done" } : { kind: "context", change, hostKey: null, nextLink: null },
    )
    expect(await raising).toBe(told)
    for (const order of [
      { kind: "unmake-co-host", personId: idOf(hana, "Ben") },
      { kind: "admission", admission: "locked" },
      { kind: "remove", personId: idOf(hana, "Chidi") },
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one order after the other
      expect(await hana.order(order)).toBe("done")
    }
    await eventually(() => expect(ben.state.members).toHaveLength(2))
    expect(ben.state.context).toMatchObject({ admission: "locked", coHosts: [] })
  })

  it("make a co-host, who can do all but make others and give a new link", async () => {
    const everybody = await trio(here.meeting)
    const [hana, ben] = everybody
    expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(3n, everybody)
    for (const each of everybody) expect(orders(each)).toEqual(["co-host-made Ben by Hana"])
    expect(ben.shown.authority).toMatchObject({ yourRole: "co-host", hasHostKey: false })
    expect(await ben.order({ kind: "admission", admission: "ask" })).toBe("done")
    await inEpoch(4n, everybody)
    const personId = idOf(ben, "Chidi")
    expect(await ben.order({ kind: "make-co-host", personId })).toBe("not-allowed")
    expect(await ben.order({ kind: "unmake-co-host", personId: idOf(ben, "Ben") })).toBe("not-allowed")
    expect(await ben.order({ kind: "rotate-link" })).toBe("not-allowed")
    expect(await ben.order({ kind: "remove", personId })).toBe("done")
  })

  it("take a co-host's office, at once where that person is removed", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    for (const name of ["Ben", "Chidi"]) {
      expect(await hana.order({ kind: "make-co-host", personId: idOf(hana, name) })).toBe("done")
    }
    await inEpoch(4n, [hana, ben, chidi])
    expect(await hana.order({ kind: "unmake-co-host", personId: idOf(hana, "Ben") })).toBe("done")
    await inEpoch(5n, [hana, ben, chidi])
    expect(await ben.order({ kind: "admission", admission: "locked" })).toBe("not-allowed")
    expect(await hana.order({ kind: "remove", personId: idOf(hana, "Chidi") })).toBe("done")
    await inEpoch(7n, [hana, ben])
    expect(orders(ben).slice(3)).toEqual([
      "admission-ask by Hana",
      "co-host-unmade Chidi by Hana",
      "removed Chidi by Hana",
    ])
    expect(hana.state.context.coHosts).toEqual([])
  })

  it("rest while no host is in, and are the host's again who returns from the same browser", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    await hana.order({ kind: "admission", admission: "ask" })
    await hana.leave()
    await inEpoch(4n, [ben, chidi])
    for (const each of [ben, chidi]) {
      expect(each.shown.authority).toMatchObject({ isResting: true, admission: "ask" })
      await eventually(() => expect(orders(each)).toContain("authority-rests by nobody"))
    }
    const again = await here.meeting.joinAsHost("Hana")
    await inEpoch(5n, [again, ben, chidi])
    await eventually(() => expect(orders(ben)).toContain("authority-back by nobody"))
    expect(await again.order({ kind: "admission", admission: "open" })).toBe("done")
    expect(ben.shown.authority).toMatchObject({ isResting: false })
  })

  it("go over to a co-host when the host leaves", async () => {
    const [hana, ben, chidi] = await trio(here.meeting)
    await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })
    await hana.leave()
    await inEpoch(4n, [ben, chidi])
    expect(ben.shown.authority).toMatchObject({ isResting: false, yourRole: "co-host" })
    expect(orders(chidi)).not.toContain("authority-rests by nobody")
    expect(await ben.order({ kind: "may-chat", who: "hosts" })).toBe("done")
    expect(await ben.order({ kind: "remove", personId: idOf(ben, "Chidi") })).toBe("done")
    await eventually(() => expect(chidi.snapshot).toMatchObject({ phase: "ended", fault: "removed" }))
  })

  it("of two hosts at once are both carried out, one after the other", async () => {
    const everybody = await trio(here.meeting)
    const [hana, ben] = everybody
    await hana.order({ kind: "make-co-host", personId: idOf(hana, "Ben") })
    await inEpoch(3n, everybody)
    const outcomes = [
      hana.order({ kind: "may-share", who: "hosts" }),
      ben.order({ kind: "may-chat", who: "hosts" }),
      hana.order({ kind: "admission", admission: "ask" }),
      ben.order({ kind: "remove", personId: idOf(ben, "Chidi") }),
    ]
    expect(await Promise.all(outcomes)).toEqual(["done", "done", "done", "done"])
    await eventually(() => expect(hana.state.members).toHaveLength(2))
    expect(hana.state.context).toMatchObject({ mayShare: "hosts", mayChat: "hosts", admission: "ask" })
    expect(ben.state.context).toEqual(hana.state.context)
  })
})

/** What was said of orders, with who gave them. */
function orders({ shown }: NodeClient): readonly string[] {
  const said = shown.notices.filter(({ kind }) => kind !== "joined" && kind !== "left")
  return said.map(({ kind, name, by }) => [kind, ...(name === null ? [] : [name]), "by", by ?? "nobody"].join(" "))
}
