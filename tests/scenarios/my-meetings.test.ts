// The owner's meetings at a real service: what is changed while nobody is in, and the way to another browser.

import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import { deleteEverything } from "../../src/meetings/delete-everything.ts"
import { settledOn } from "../harness/node-meeting.ts"
import { openVault } from "../harness/node-parts.ts"
import { faultOf, onlyOf, OwnersPlace } from "../harness/owners-place.ts"

describe("the owner's meetings", () => {
  let place: OwnersPlace

  beforeEach(async () => {
    place = await OwnersPlace.open()
  })
  afterEach(() => place[Symbol.asyncDispose]())

  it("are kept where they were made, and their maker is host there", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const made = await mine.create(place.wanted({ name: "Design review" }))
    expect(await onlyOf(mine)).toEqual(made)
    expect(made).toMatchObject({ name: "Design review", kind: "named", schedule: null, usedAt: null })
    const ana = await place.gather(made).join("Ana", { vault })
    expect(ana.shown.people.map(({ role }) => role)).toEqual(["host"])
    expect(ana.shown.meeting).toMatchObject({ name: "Design review", isYours: true })
  })

  it("are not kept where the service did not take them, and leave no key behind", async () => {
    const mine = place.page(await openVault())
    expect(await faultOf(mine.create(place.wanted({ origin: "http://127.0.0.1:9" })))).toBe("unreachable")
    expect(await mine.list()).toEqual([])
  })

  it("have one personal room on a server", async () => {
    const mine = place.page(await openVault())
    await mine.create(place.wanted({ kind: "personal" }))
    expect(await faultOf(mine.create(place.wanted({ kind: "personal" })))).toBe("room-exists")
    await mine.create(place.wanted())
    expect(await mine.list()).toHaveLength(2)
  })

  it("ask for a passphrase where that was chosen, and do not keep it", async () => {
    const mine = place.page(await openVault())
    const made = await mine.create(place.wanted({ passphrase: "open sesame" }))
    expect(made.link).toMatch(/-ask$/)
    expect(JSON.stringify(made)).not.toContain("sesame")
    expect(await faultOf(mine.readSettings(made, "sesame"))).toBe("unknown-there")
    expect(await mine.readSettings(made, "open sesame")).toEqual(OPEN_TO_ALL)
  })

  it("begin as their settings say from then on", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const made = await mine.create(place.wanted())
    await mine.changeSettings(made, null, { admission: "ask", mayShare: "hosts", mayChat: "everyone" })
    const ana = await place.gather(made).join("Ana", { vault })
    expect(ana.shown.authority).toMatchObject({ admission: "ask", mayShare: "hosts", mayChat: "everyone" })
  })

  it("are deleted at their service and here; whoever is in stays", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const made = await mine.create(place.wanted())
    const gathering = place.gather(made)
    const [ben, eva] = await gathering.joinAll("Ben", "Eva")
    await mine.delete(made)
    expect(await mine.list()).toEqual([])
    expect(await vault.hostKeys.get(made.hostKey)).toBeNull()
    expect(await place.doorOf(made)).toBe("wrong-link")
    await settledOn(1n, [ben, eva])
    expect(ben.shown.people).toHaveLength(2)
  })

  it("are forgotten here alone, with their host key: the service still has them", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    const made = await mine.create(place.wanted())
    await mine.forget(made)
    expect(await mine.list()).toEqual([])
    expect(await vault.hostKeys.get(made.hostKey)).toBeNull()
    expect(await place.doorOf(made)).toBe("pre-join")
    expect(await faultOf(mine.delete(made))).toBe("not-the-host")
  })

  it("are renamed for their owner alone", async () => {
    const vault = await openVault()
    const mine = place.page(vault)
    await mine.rename(await mine.create(place.wanted()), "Mondays")
    const renamed = await onlyOf(mine)
    expect(renamed.name).toBe("Mondays")
    expect((await place.gather(renamed).arrive("Guest")).snapshot).toMatchObject({ meeting: { name: "Standup" } })
  })

  it("are changed by nobody with another host key", async () => {
    const [mine, theirs] = [place.page(await openVault()), await openVault()]
    const made = await mine.create(place.wanted())
    const stranger = await theirs.hostKeys.create()
    const claimed = { ...made, hostKey: stranger.publicKey }
    for (const attempt of [
      () => place.page(theirs).rotate(claimed, { current: null, next: null }),
      () => place.page(theirs).changeSettings(claimed, null, { ...OPEN_TO_ALL, admission: "locked" }),
      () => place.page(theirs).delete(claimed),
    ])
      expect(await faultOf(attempt())).toBe("not-the-host")
    expect(await place.doorOf(made)).toBe("pre-join")
  })

  it("go to another browser in a file, and their owner is host there too", async () => {
    const [mine, elsewhere] = [place.page(await openVault()), await openVault()]
    const made = await mine.create(place.wanted({ name: "Design review" }))
    const file = await mine.export([made], "correct horse")
    expect(await place.page(elsewhere).import(file, "correct horse")).toEqual([
      { name: "Design review", outcome: "added" },
    ])
    expect(await onlyOf(place.page(elsewhere))).toEqual(made)

    const gathering = place.gather(made)
    const [ben, ana] = [await gathering.join("Ben"), await gathering.join("Ana", { vault: elsewhere })]
    await settledOn(1n, [ben, ana])
    expect(ben.shown.people.map(({ name, role }) => [name, role])).toEqual([
      ["Ben", "member"],
      ["Ana", "host"],
    ])
  }, 90_000)

  it("are asked about at no service by a client that may not meet", async () => {
    const vault = await openVault()
    const made = await place.page(vault).create(place.wanted())
    place.reached.length = 0
    const barred = place.page(vault, { mayMeet: false })
    for (const attempt of [
      () => barred.create(place.wanted()),
      () => barred.readSettings(made, null),
      () => barred.changeSettings(made, null, OPEN_TO_ALL),
      () => barred.rotate(made, { current: null, next: null }),
      () => barred.delete(made),
    ])
      expect(await faultOf(attempt())).toBe("barred")
    expect(place.reached).toEqual([])
    await place.page(vault).delete(made)
    expect(place.reached).toHaveLength(1)
  })

  it("go all at once, and what failed is said", async () => {
    const mine = place.page(await openVault())
    const one = await mine.create(place.wanted({ name: "One" }))
    await mine.create(place.wanted({ name: "Other" }))
    const things = [
      { kind: "databases", erase: async () => {} },
      { kind: "caches", erase: async () => Promise.reject(new Error("busy")) },
    ] as const
    const { meetings, here } = await deleteEverything(mine, "delete", things)
    expect(meetings.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: "One", host: place.service.host, outcome: "deleted" },
      { name: "Other", host: place.service.host, outcome: "deleted" },
    ])
    expect(here).toEqual([
      { kind: "databases", outcome: "gone" },
      { kind: "caches", outcome: "failed" },
    ])
    expect(await place.doorOf(one)).toBe("wrong-link")
  })

  it("are left at their services where that is wished", async () => {
    const mine = place.page(await openVault())
    const made = await mine.create(place.wanted())
    expect((await deleteEverything(mine, "leave", [])).meetings).toMatchObject([{ outcome: "left" }])
    expect(await place.doorOf(made)).toBe("pre-join")
  })

  it("and their keys stay here where a service does not delete them", async () => {
    const mine = place.page(await openVault())
    await mine.create(place.wanted())
    await place.service.close()
    const erased: string[] = []
    const things = [{ kind: "databases", erase: async () => void erased.push("databases") }] as const
    expect(await faultOf(deleteEverything(mine, "delete", things))).toBe("undeleted")
    expect(erased).toEqual([])
    expect(await mine.list()).toHaveLength(1)
  })
})
