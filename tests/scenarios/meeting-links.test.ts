// Another link for a meeting while nobody is in, at a real service that may fall silent in the middle of it.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import { StoredMeetings } from "../../src/meetings/stored-meetings.ts"
import { openVault } from "../harness/node-parts.ts"
import { NodeSockets } from "../harness/node-sockets.ts"
import { faultOf, onlyOf, OwnersPlace } from "../harness/owners-place.ts"

/** The service does what it was asked, and its word does not arrive. */
function loseAnswer(way: NodeSockets): void {
  way.received = (message) => {
    if (message.type !== "done") return message
    way.lose()
    return null
  }
}

/** The link is proven, and then the service hears no more. */
function loseRequest(way: NodeSockets): void {
  way.sent = (request) => {
    if (request.type !== "hello" || !way.asked.includes("prove")) return request
    way.lose()
    return null
  }
}

describe("meetings", () => {
  let place: OwnersPlace

  beforeEach(async () => {
    place = await OwnersPlace.open()
  })
  afterEach(() => place[Symbol.asyncDispose]())

  it("get another link: the old one is as unknown as any, the new one opens the same meeting to its host", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const before = await mine.create(place.wanted({ settings: { ...OPEN_TO_ALL, mayChat: "hosts" } }))
    const link = await mine.rotate(before, { current: null, next: null })
    const after = await onlyOf(mine)
    expect(after).toMatchObject({ link, name: "Standup", createdAt: before.createdAt })
    expect(after.linkedAt).toBeGreaterThan(before.linkedAt)
    expect([await place.doorOf(before), await place.doorOf(after)]).toEqual(["wrong-link", "pre-join"])
    const ana = await place.gather(after).join("Ana", { vault })
    expect(ana.shown.people.map(({ role }) => role)).toEqual(["host"])
    expect(ana.shown.meeting.name).toBe("Standup")
    expect(await mine.readSettings(after, null)).toMatchObject({ mayChat: "hosts" })
  })

  it.each([
    ["took the new link and could not say so", "new", loseAnswer],
    ["never heard of the new link", "old", loseRequest],
  ] as const)("keep both links where the service %s, until it says which", async (_, which, lose) => {
    const vault = await openVault()
    const mine = place.page(vault)
    const before = await mine.create(place.wanted())
    const way = new NodeSockets()
    lose(way)
    const cut = place.page(vault, { openSocket: (address) => way.open(address) })
    expect(await faultOf(cut.rotate(before, { current: null, next: null }))).toBe("unreachable")
    const open = await onlyOf(mine)
    expect([open.link, open.nextLink === null]).toEqual([before.link, false])
    expect(await mine.settleLink(open, { current: null, next: null })).toBe(which)
    const settled = await onlyOf(mine)
    expect(settled).toMatchObject({ link: which === "new" ? open.nextLink : open.link, nextLink: null })
    expect(await place.doorOf(settled)).toBe("pre-join")
  })

  it("keep both links where the service knows neither", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const made = await mine.create(place.wanted())
    const [old, next] = ["0", "1"].map((digit) => made.link.replace(/id-\w+/, `id-${digit.repeat(10)}`))
    const open = { ...made, link: old ?? "", nextLink: next ?? "" }
    await new StoredMeetings(vault).put(open)
    expect(await faultOf(mine.settleLink(open, { current: null, next: null }))).toBe("unknown-there")
    expect(await onlyOf(mine)).toEqual(open)
  })

  it("get a passphrase, or lose it, with another link", async () => {
    const mine = place.page(await openVault())
    const plain = await mine.create(place.wanted())
    await mine.rotate(plain, { current: null, next: "open sesame" })
    const closed = await onlyOf(mine)
    expect(closed.link).toMatch(/-ask$/)
    expect(await faultOf(mine.rotate(closed, { current: "sesame", next: null }))).toBe("unknown-there")
    await mine.rotate(closed, { current: "open sesame", next: null })
    expect(await place.doorOf(await onlyOf(mine))).toBe("pre-join")
  })

  it("stay as they are while somebody is in", async () => {
    const mine = place.page(await openVault())
    const made = await mine.create(place.wanted())
    const ben = await place.gather(made).join("Ben")
    const settings = { ...OPEN_TO_ALL, admission: "locked" } as const
    expect(await faultOf(mine.rotate(made, { current: null, next: null }))).toBe("occupied")
    expect(await faultOf(mine.changeSettings(made, null, settings))).toBe("occupied")
    expect(await onlyOf(mine)).toEqual(made)
    expect(await mine.readSettings(made, null)).toEqual(OPEN_TO_ALL)
    await ben.visit.leave()
    await mine.changeSettings(made, null, settings)
    expect(await mine.readSettings(made, null)).toEqual(settings)
  })
})
