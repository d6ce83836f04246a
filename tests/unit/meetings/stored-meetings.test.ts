import { describe, expect, it } from "vitest"
import { storedMeeting } from "../../../src/meetings/stored-meeting.ts"
import { StoredMeetings } from "../../../src/meetings/stored-meetings.ts"
import { LINK, openVault, OTHER_LINK, stored } from "./fixtures.ts"

const SCHEDULE = { start: 1_780_000_000_000, minutes: 45, timeZone: "Europe/Berlin" }
const key = (byte: number) => new Uint8Array(32).fill(byte)

describe("a stored meeting", () => {
  it("is what was kept, scheduled or not", () => {
    for (const meeting of [stored(), stored({ kind: "scheduled", schedule: SCHEDULE, usedAt: 2000 })]) {
      expect(storedMeeting(meeting, "meeting")).toEqual(meeting)
    }
  })

  it.each([
    ["a link with an addition", { link: `${LINK}&x` }, "not-allowed"],
    ["a link in another spelling", { link: LINK.replace("meet", "MEET") }, "not-allowed"],
    ["a link that is none", { link: "https://meet.example/" }, "not-allowed"],
    ["no link", { link: "meet" }, "not-allowed"],
    ["a short host key", { hostKey: new Uint8Array(31) }, "wrong-size"],
    ["a schedule without being scheduled", { schedule: SCHEDULE }, "not-allowed"],
    ["no schedule though it is scheduled", { kind: "scheduled" as const }, "not-allowed"],
    ["too long a name", { name: "x".repeat(101) }, "wrong-size"],
  ])("is refused with %s", (_, more, fault) => {
    expect(() => storedMeeting(stored(more), "meeting")).toThrow(expect.objectContaining({ name: "ShapeError", fault }))
  })

  it("never holds a passphrase", () => {
    const withPassphrase = { ...stored(), passphrase: "open sesame" }
    expect(() => storedMeeting(withPassphrase, "meeting")).toThrow(expect.objectContaining({ fault: "unknown-field" }))
  })
})

describe("the stored meetings", () => {
  it("are listed with the one made or used last first", async () => {
    const meetings = new StoredMeetings(await openVault())
    await meetings.put(stored({ hostKey: key(1), name: "old", createdAt: 1 }))
    await meetings.put(stored({ hostKey: key(2), name: "used", createdAt: 1, usedAt: 9 }))
    await meetings.put(stored({ hostKey: key(3), name: "new", createdAt: 5 }))
    expect((await meetings.list()).map(({ name }) => name)).toEqual(["used", "new", "old"])
  })

  it("are found by their host key, and forgotten by it", async () => {
    const meetings = new StoredMeetings(await openVault())
    await meetings.put(stored())
    expect(await meetings.get(stored().hostKey)).toEqual(stored())
    expect(await meetings.get(key(1))).toBeNull()
    await meetings.forget(stored().hostKey)
    expect(await meetings.list()).toEqual([])
  })

  it("know the personal room of a server from that of another one", async () => {
    const meetings = new StoredMeetings(await openVault())
    await meetings.put(stored({ hostKey: key(1), kind: "personal" }))
    await meetings.put(stored({ hostKey: key(2) }))
    expect((await meetings.personalRoom("https://meet.example"))?.hostKey).toEqual(key(1))
    expect(await meetings.personalRoom("https://other.example")).toBeNull()
  })

  it("note the last use, and the newer link, of a meeting that is kept, and nothing of another", async () => {
    const meetings = new StoredMeetings(await openVault())
    await meetings.put(stored())
    await meetings.touch(LINK, 5000)
    await meetings.touch(OTHER_LINK, 6000)
    await meetings.replaceLink(stored().hostKey, OTHER_LINK, 7000)
    await meetings.replaceLink(key(1), LINK, 8000)
    expect(await meetings.list()).toEqual([stored({ usedAt: 5000, link: OTHER_LINK, linkedAt: 7000 })])
  })

  it("note a link that may be theirs soon, until one is", async () => {
    const meetings = new StoredMeetings(await openVault())
    await meetings.put(stored())
    await meetings.expectLink(stored().hostKey, OTHER_LINK)
    await meetings.expectLink(key(1), OTHER_LINK)
    expect(await meetings.list()).toEqual([stored({ nextLink: OTHER_LINK })])
    await meetings.replaceLink(stored().hostKey, OTHER_LINK, 2000)
    expect(await meetings.list()).toEqual([stored({ link: OTHER_LINK, linkedAt: 2000 })])
  })

  it("take from another browser what is new, and of two links the newer one", async () => {
    const meetings = new StoredMeetings(await openVault())
    const { usedAt: _, nextLink: __, ...brought } = stored()
    expect(await meetings.merge(brought)).toBe("added")
    expect(await meetings.merge(brought)).toBe("known")
    await meetings.put(stored({ name: "Our review", usedAt: 3000 }))
    expect(await meetings.merge({ ...brought, link: OTHER_LINK, linkedAt: 900 })).toBe("known")
    expect(await meetings.merge({ ...brought, link: OTHER_LINK, linkedAt: 2000 })).toBe("newer-link")
    const newer = stored({ name: "Our review", usedAt: 3000, link: OTHER_LINK, linkedAt: 2000 })
    expect(await meetings.list()).toEqual([newer])
  })
})
