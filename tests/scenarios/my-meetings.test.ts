// The owner's meetings at a real service: what is changed while nobody is in, and the way to another browser.

import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest"
import { OPEN_TO_ALL, type WantedMeeting } from "../../src/meetings/create-meeting.ts"
import { deleteEverything } from "../../src/meetings/delete-everything.ts"
import { meetingsFaultOf } from "../../src/meetings/errors.ts"
import { MyMeetings } from "../../src/meetings/my-meetings.ts"
import type { StoredMeeting } from "../../src/meetings/stored-meeting.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { NodeMeeting, settledOn, STANDUP } from "../harness/node-meeting.ts"
import { openVault, partsWith } from "../harness/node-parts.ts"
import { NodeSfu } from "../harness/node-sfu.ts"
import { PasswordThread } from "../harness/passwords/password-thread.ts"
import { closeService, openService, type TestService } from "../harness/service.ts"

const SFU = new NodeSfu()

const faultOf = (attempt: Promise<unknown>) => attempt.then(() => "none", meetingsFaultOf)

async function only(meetings: MyMeetings): Promise<StoredMeeting> {
  const [meeting, ...others] = await meetings.list()
  if (!meeting || others.length > 0) throw new Error(`expected one meeting, got ${others.length + (meeting ? 1 : 0)}`)
  return meeting
}

describe("the owner's meetings", () => {
  const passwords = new PasswordThread()
  let service: TestService
  let gatherings: NodeMeeting[]
  let reached: string[]

  afterAll(() => passwords.end())
  beforeEach(async () => {
    service = await openService()
    gatherings = []
    reached = []
  })
  afterEach(async () => {
    await Promise.all(gatherings.map((gathering) => gathering.end()))
    await closeService(service)
  })

  /** The page of one browser. */
  function page(vault: Vault, mayMeet: () => boolean = () => true): MyMeetings {
    const parts = partsWith(vault, { sfu: SFU, passwords, suite: FAST_SUITE })
    return new MyMeetings({
      ...parts,
      wallClock: () => ++now,
      mayMeet: async () => mayMeet(),
      openSocket: (address) => {
        reached.push(address)
        return parts.openSocket(address)
      },
    })
  }
  let now = 0

  const wanted = (more: Partial<WantedMeeting> = {}): WantedMeeting => ({ ...STANDUP, origin: service.url, ...more })

  function gather({ link }: Pick<StoredMeeting, "link">): NodeMeeting {
    const gathering = new NodeMeeting(link)
    gatherings.push(gathering)
    return gathering
  }

  /** What somebody with the link meets at its door. */
  async function doorOf(meeting: Pick<StoredMeeting, "link">): Promise<string> {
    const { snapshot } = await gather(meeting).arrive("Guest")
    return snapshot.phase === "ended" ? `${snapshot.fault}` : snapshot.phase
  }

  it("are kept where they were made, and their maker is host there", async () => {
    const vault = await openVault()
    const mine = page(vault)
    const made = await mine.create(wanted({ name: "Design review" }))
    expect(await only(mine)).toEqual(made)
    expect(made).toMatchObject({ name: "Design review", kind: "named", schedule: null, usedAt: null })
    const ana = await gather(made).join("Ana", { vault })
    expect(ana.shown.people.map(({ role }) => role)).toEqual(["host"])
    expect(ana.shown.meeting).toMatchObject({ name: "Design review", isYours: true })
  })

  it("are not kept where the service did not take them, and leave no key behind", async () => {
    const mine = page(await openVault())
    expect(await faultOf(mine.create(wanted({ origin: "http://127.0.0.1:9" })))).toBe("unreachable")
    expect(await mine.list()).toEqual([])
  })

  it("have one personal room on a server", async () => {
    const mine = page(await openVault())
    await mine.create(wanted({ kind: "personal" }))
    expect(await faultOf(mine.create(wanted({ kind: "personal" })))).toBe("room-exists")
    await mine.create(wanted())
    expect(await mine.list()).toHaveLength(2)
  })

  it("ask for a passphrase where that was chosen, and do not keep it", async () => {
    const mine = page(await openVault())
    const made = await mine.create(wanted({ passphrase: "open sesame" }))
    expect(made.link).toMatch(/-ask$/)
    expect(JSON.stringify(made)).not.toContain("sesame")
    expect(await faultOf(mine.readSettings(made, "sesame"))).toBe("unknown-there")
    expect(await mine.readSettings(made, "open sesame")).toEqual(OPEN_TO_ALL)
  })

  it("get another link: the old one is as unknown as any, the new one opens the same meeting to its host", async () => {
    const vault = await openVault()
    const mine = page(vault)
    const before = await mine.create(wanted({ settings: { ...OPEN_TO_ALL, mayChat: "hosts" } }))
    const link = await mine.rotate(before, { current: null, next: null })
    const after = await only(mine)
    expect(after).toMatchObject({ link, name: "Standup", createdAt: before.createdAt })
    expect(after.linkedAt).toBeGreaterThan(before.linkedAt)
    expect([await doorOf(before), await doorOf(after)]).toEqual(["wrong-link", "pre-join"])
    const ana = await gather(after).join("Ana", { vault })
    expect(ana.shown.people.map(({ role }) => role)).toEqual(["host"])
    expect(ana.shown.meeting.name).toBe("Standup")
    expect(await mine.readSettings(after, null)).toMatchObject({ mayChat: "hosts" })
  })

  it("get a passphrase, or lose it, with another link", async () => {
    const mine = page(await openVault())
    const plain = await mine.create(wanted())
    await mine.rotate(plain, { current: null, next: "open sesame" })
    const closed = await only(mine)
    expect(closed.link).toMatch(/-ask$/)
    expect(await faultOf(mine.rotate(closed, { current: "sesame", next: null }))).toBe("unknown-there")
    await mine.rotate(closed, { current: "open sesame", next: null })
    expect(await doorOf(await only(mine))).toBe("pre-join")
  })

  it("stay as they are while somebody is in", async () => {
    const mine = page(await openVault())
    const made = await mine.create(wanted())
    const ben = await gather(made).join("Ben")
    const settings = { ...OPEN_TO_ALL, admission: "locked" } as const
    expect(await faultOf(mine.rotate(made, { current: null, next: null }))).toBe("occupied")
    expect(await faultOf(mine.changeSettings(made, null, settings))).toBe("occupied")
    expect(await only(mine)).toEqual(made)
    expect(await mine.readSettings(made, null)).toEqual(OPEN_TO_ALL)
    await ben.visit.leave()
    await mine.changeSettings(made, null, settings)
    expect(await mine.readSettings(made, null)).toEqual(settings)
  })

  it("begin as their settings say from then on", async () => {
    const vault = await openVault()
    const mine = page(vault)
    const made = await mine.create(wanted())
    await mine.changeSettings(made, null, { admission: "ask", mayShare: "hosts", mayChat: "everyone" })
    const ana = await gather(made).join("Ana", { vault })
    expect(ana.shown.authority).toMatchObject({ admission: "ask", mayShare: "hosts", mayChat: "everyone" })
  })

  it("are deleted at their service and here; whoever is in stays", async () => {
    const vault = await openVault()
    const mine = page(vault)
    const made = await mine.create(wanted())
    const gathering = gather(made)
    const [ben, eva] = await gathering.joinAll("Ben", "Eva")
    await mine.delete(made)
    expect(await mine.list()).toEqual([])
    expect(await vault.hostKeys.get(made.hostKey)).toBeNull()
    expect(await doorOf(made)).toBe("wrong-link")
    await settledOn(1n, [ben, eva])
    expect(ben.shown.people).toHaveLength(2)
  })

  it("are forgotten here alone, with their host key: the service still has them", async () => {
    const vault = await openVault()
    const mine = page(vault)
    const made = await mine.create(wanted())
    await mine.forget(made)
    expect(await mine.list()).toEqual([])
    expect(await vault.hostKeys.get(made.hostKey)).toBeNull()
    expect(await doorOf(made)).toBe("pre-join")
    expect(await faultOf(mine.delete(made))).toBe("not-the-host")
  })

  it("are renamed for their owner alone", async () => {
    const vault = await openVault()
    const mine = page(vault)
    await mine.rename(await mine.create(wanted()), "Mondays")
    const renamed = await only(mine)
    expect(renamed.name).toBe("Mondays")
    expect((await gather(renamed).arrive("Guest")).snapshot).toMatchObject({ meeting: { name: "Standup" } })
  })

  it("are changed by nobody with another host key", async () => {
    const [mine, theirs] = [page(await openVault()), await openVault()]
    const made = await mine.create(wanted())
    const stranger = await theirs.hostKeys.create()
    const claimed = { ...made, hostKey: stranger.publicKey }
    for (const attempt of [
      () => page(theirs).rotate(claimed, { current: null, next: null }),
      () => page(theirs).changeSettings(claimed, null, { ...OPEN_TO_ALL, admission: "locked" }),
      () => page(theirs).delete(claimed),
    ])
      expect(await faultOf(attempt())).toBe("not-the-host")
    expect(await doorOf(made)).toBe("pre-join")
  })

  it("go to another browser in a file, and their owner is host there too", async () => {
    const [mine, elsewhere] = [page(await openVault()), await openVault()]
    const made = await mine.create(wanted({ name: "Design review" }))
    const file = await mine.export([made], "correct horse")
    expect(await faultOf(page(elsewhere).import(file, "battery staple"))).toBe("file-closed")
    expect(await page(elsewhere).list()).toEqual([])
    expect(await page(elsewhere).import(file, "correct horse")).toEqual([{ name: "Design review", outcome: "added" }])
    expect(await only(page(elsewhere))).toEqual(made)

    const gathering = gather(made)
    const [ben, ana] = [await gathering.join("Ben"), await gathering.join("Ana", { vault: elsewhere })]
    await settledOn(1n, [ben, ana])
    expect(ben.shown.people.map(({ name, role }) => [name, role])).toEqual([
      ["Ben", "member"],
      ["Ana", "host"],
    ])
  }, 90_000)

  it("are asked about at no service by a client that may not meet", async () => {
    const vault = await openVault()
    const made = await page(vault).create(wanted())
    reached.length = 0
    const barred = page(vault, () => false)
    for (const attempt of [
      () => barred.create(wanted()),
      () => barred.readSettings(made, null),
      () => barred.changeSettings(made, null, OPEN_TO_ALL),
      () => barred.rotate(made, { current: null, next: null }),
      () => barred.delete(made),
    ])
      expect(await faultOf(attempt())).toBe("barred")
    expect(reached).toEqual([])
    await page(vault).delete(made)
    expect(reached).toHaveLength(1)
  })

  it("go all at once, and what failed is said", async () => {
    const mine = page(await openVault())
    const one = await mine.create(wanted({ name: "One" }))
    await mine.create(wanted({ name: "Other" }))
    const things = [
      { kind: "databases", erase: async () => {} },
      { kind: "caches", erase: async () => Promise.reject(new Error("busy")) },
    ] as const
    const { meetings, here } = await deleteEverything(mine, "delete", things)
    expect(meetings.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: "One", host: service.host, outcome: "deleted" },
      { name: "Other", host: service.host, outcome: "deleted" },
    ])
    expect(here).toEqual([
      { kind: "databases", outcome: "gone" },
      { kind: "caches", outcome: "failed" },
    ])
    expect(await doorOf(one)).toBe("wrong-link")
  })

  it("are left at their services where that is wished", async () => {
    const mine = page(await openVault())
    const made = await mine.create(wanted())
    expect((await deleteEverything(mine, "leave", [])).meetings).toMatchObject([{ outcome: "left" }])
    expect(await doorOf(made)).toBe("pre-join")
  })

  it("and their keys stay here where a service does not delete them", async () => {
    const mine = page(await openVault())
    await mine.create(wanted())
    await closeService(service)
    const erased: string[] = []
    const things = [{ kind: "databases", erase: async () => void erased.push("databases") }] as const
    const { meetings, here } = await deleteEverything(mine, "delete", things)
    expect(meetings).toMatchObject([{ outcome: "unreachable" }])
    expect([here, erased]).toEqual([null, []])
    expect(await mine.list()).toHaveLength(1)
    service = await openService()
  })
})
