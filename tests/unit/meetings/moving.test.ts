import { describe, expect, it } from "vitest"
import { sealMeetings } from "../../../src/meetings/export-file.ts"
import { meetingsFaultOf } from "../../../src/meetings/errors.ts"
import { MyMeetings } from "../../../src/meetings/my-meetings.ts"
import { StoredMeetings } from "../../../src/meetings/stored-meetings.ts"
import type { Vault } from "../../../src/vault/vault.ts"
import { cheapKey, failsWith, openVault, OTHER_LINK, startPasswords, stored } from "./fixtures.ts"

/** Meetings of a client that may not meet: what works here asks no service. */
function meetingsOf(vault: Vault): MyMeetings {
  return new MyMeetings({
    vault,
    wallClock: () => 0,
    mayMeet: async () => false,
    startPasswords,
    openSocket: () => {
      throw new Error("a service was asked")
    },
  })
}

async function kept(vault: Vault, more: Parameters<typeof stored>[0] = {}) {
  const { publicKey } = await vault.hostKeys.create()
  const meeting = stored({ hostKey: publicKey, ...more })
  await new StoredMeetings(vault).put(meeting)
  return meeting
}

describe("a meeting on its way to another browser", () => {
  it("arrives with its host key, however often it is brought, and without asking any service", async () => {
    const [from, to] = [await openVault(), await openVault()]
    const meeting = await kept(from, { usedAt: 5 })
    const file = await meetingsOf(from).export([meeting], "x")
    expect(await meetingsOf(to).import(file, "x")).toEqual([{ name: "Design review", outcome: "added" }])
    expect(await meetingsOf(to).import(file, "x")).toEqual([{ name: "Design review", outcome: "known" }])
    expect(await meetingsOf(to).list()).toEqual([{ ...meeting, usedAt: null }])
    expect(await to.hostKeys.export(meeting.hostKey)).toEqual(await from.hostKeys.export(meeting.hostKey))
  })

  it("brings its newer link, and never an older one", async () => {
    const [from, to] = [await openVault(), await openVault()]
    const meeting = await kept(from)
    const old = await meetingsOf(from).export([meeting], "x")
    await new StoredMeetings(from).replaceLink(meeting.hostKey, OTHER_LINK, 9000)
    await meetingsOf(to).import(old, "x")
    const file = await meetingsOf(from).export(await meetingsOf(from).list(), "x")
    expect(await meetingsOf(to).import(file, "x")).toMatchObject([{ outcome: "newer-link" }])
    expect(await meetingsOf(to).import(old, "x")).toMatchObject([{ outcome: "known" }])
    expect(await meetingsOf(to).list()).toMatchObject([{ link: OTHER_LINK, linkedAt: 9000 }])
  })

  it("stays where it is without its host key", async () => {
    const attempt = meetingsOf(await openVault()).export([stored()], "x")
    await expect(attempt).rejects.toMatchObject(failsWith("not-the-host"))
  })

  it.each([
    ["no key", async () => new Uint8Array(48)],
    ["the key of another meeting", async (vault: Vault) => vault.hostKeys.export((await kept(vault)).hostKey)],
  ])("is refused with %s in the file, and nothing of the file is taken", async (_, keyOf) => {
    const [from, to] = [await openVault(), await openVault()]
    const good = await kept(from)
    const goodKey = await from.hostKeys.export(good.hostKey)
    const wrong = await keyOf(await openVault())
    if (!goodKey || !wrong) throw new Error("a host key is missing")
    const { usedAt: _used, nextLink: _next, ...fields } = good
    const entries = [
      { ...fields, privateKey: goodKey },
      { ...fields, hostKey: new Uint8Array(32).fill(9), privateKey: wrong },
    ]
    const file = await sealMeetings(entries, (salt) => cheapKey("x", salt))
    await expect(meetingsOf(to).import(file, "x")).rejects.toMatchObject(failsWith("file-malformed"))
    expect(await meetingsOf(to).list()).toEqual([])
    expect(await to.hostKeys.get(good.hostKey)).toBeNull()
  })
})

describe("a client that may not meet", () => {
  it("renames and forgets meetings", async () => {
    const vault = await openVault()
    const meeting = await kept(vault)
    await meetingsOf(vault).rename(meeting, "Mondays")
    expect(await meetingsOf(vault).list()).toMatchObject([{ name: "Mondays" }])
    await meetingsOf(vault).forget(meeting)
    expect(await meetingsOf(vault).list()).toEqual([])
  })

  it("is barred from what asks a service", async () => {
    const vault = await openVault()
    const meeting = await kept(vault)
    await expect(meetingsOf(vault).delete(meeting)).rejects.toMatchObject(failsWith("barred"))
  })
})

describe("a failure", () => {
  it("of the vault is one of what this browser kept, and an unknown one is ours", async () => {
    const vault = await openVault()
    const strangers = vault.sealed("meetings", (value) => value)
    await strangers.put("x", { some: "thing" })
    expect(
      await meetingsOf(vault)
        .list()
        .then(() => null, meetingsFaultOf),
    ).toBe("unreadable")
    expect(meetingsFaultOf(new TypeError("?"))).toBe("unexpected")
  })
})
