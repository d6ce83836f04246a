import { describe, expect, it } from "vitest"
import { MeetingsError } from "../../../src/meetings/errors.ts"
import { MyMeetings } from "../../../src/meetings/my-meetings.ts"
import { StoredMeetings } from "../../../src/meetings/stored-meetings.ts"
import { historyOf, whenOf } from "../../../src/ui/meeting-times.ts"
import { fileName, MeetingsDesk, type MeetingsDeskOptions } from "../../../src/ui/meetings-desk.ts"
import { LINK, openVault, startPasswords, stored } from "../meetings/fixtures.ts"

const SCHEDULE = { start: Date.UTC(2026, 5, 1, 8, 30), minutes: 45, timeZone: "Europe/Berlin" }

async function openDesk(more: Partial<MeetingsDeskOptions> = {}) {
  const vault = await openVault()
  const { publicKey } = await vault.hostKeys.create()
  const meeting = stored({ hostKey: publicKey, kind: "scheduled", schedule: SCHEDULE })
  await new StoredMeetings(vault).put(meeting)
  const files: { readonly name: string; readonly content: Blob }[] = []
  const calls: string[] = []
  const desk = new MeetingsDesk({
    myMeetings: new MyMeetings({
      vault,
      wallClock: () => 0,
      mayMeet: async () => false,
      startPasswords,
      openSocket: () => {
        throw new Error("a service was asked")
      },
    }),
    saveFile: (name, content) => void files.push({ name, content }),
    openLink: (link) => void calls.push(`open ${link}`),
    isInMeeting: () => false,
    things: [{ kind: "settings", erase: async () => void calls.push("erase settings") }],
    endEngine: async () => void calls.push("end engine"),
    ...more,
  })
  await desk.refresh()
  return { desk, meeting, files, calls, vault }
}

describe("the page of the owner's meetings", () => {
  it("shows the list, and shows it anew after each change", async () => {
    const { desk, meeting } = await openDesk()
    expect(desk.list.value).toEqual([meeting])
    await desk.rename(meeting, "Mondays")
    expect(desk.list.value).toMatchObject([{ name: "Mondays" }])
    await desk.forget(meeting)
    expect(desk.list.value).toEqual([])
  })

  it("says why the list cannot be read", async () => {
    const { desk, vault } = await openDesk()
    expect(desk.list.value).toHaveLength(1)
    await vault.sealed("meetings", (value) => value).put("x", "no meeting")
    await desk.refresh()
    expect(desk.list.value).toBe("unreadable")
  })

  it("passes a refusal on, and shows the list as it is then", async () => {
    const { desk, meeting } = await openDesk()
    await expect(desk.delete(meeting)).rejects.toThrow(MeetingsError)
    expect(desk.list.value).toEqual([meeting])
  })

  it("opens a meeting by its link", async () => {
    const { desk, meeting, calls } = await openDesk()
    desk.start(meeting)
    expect(calls).toEqual([`open ${LINK}`])
  })

  it("saves a calendar file with the text it was given, for a scheduled meeting alone", async () => {
    const { desk, meeting, files } = await openDesk()
    await desk.saveCalendar(meeting, "Come!")
    await desk.saveCalendar({ ...meeting, kind: "named", schedule: null }, "Come!")
    expect(files.map(({ name }) => name)).toEqual(["Design-review.ics"])
    expect(await files[0]?.content.text()).toContain("DESCRIPTION:Come!")
  })

  it("saves an export, and takes it back", async () => {
    const { desk, meeting, files } = await openDesk()
    await desk.saveExport([meeting], "x")
    await desk.saveExport([meeting, meeting], "x")
    expect(files.map(({ name }) => name)).toEqual(["Design-review.wardroom", "my-meetings.wardroom"])
    await desk.forget(meeting)
    const [file] = files
    if (!file) throw new Error("nothing was saved")
    expect(await desk.import(file.content, "x")).toEqual([{ name: "Design review", outcome: "added" }])
    expect(desk.list.value).toEqual([meeting])
  })

  it("ends the engine before everything is deleted, and deletes nothing while in a meeting", async () => {
    const { desk, calls } = await openDesk()
    expect(await desk.deleteEverything("leave")).toMatchObject({ here: [{ kind: "settings", outcome: "gone" }] })
    expect(calls).toEqual(["end engine", "erase settings"])
    const barred = await openDesk()
    await expect(barred.desk.deleteEverything("delete")).rejects.toMatchObject({ fault: "barred" })
    expect([barred.calls, barred.desk.list.value]).toEqual([["end engine"], [barred.meeting]])
    const busy = await openDesk({ isInMeeting: () => true })
    await expect(busy.desk.deleteEverything("leave")).rejects.toMatchObject({ fault: "in-meeting" })
    expect(busy.calls).toEqual([])
  })
})

describe("everything", () => {
  it("can be deleted though the list cannot be read any more", async () => {
    const { desk, calls, vault } = await openDesk()
    await vault.sealed("meetings", (value) => value).put("x", "no meeting")
    await expect(desk.deleteEverything("delete")).rejects.toMatchObject({ fault: "unreadable" })
    expect(await desk.deleteEverything("leave")).toMatchObject({ meetings: [] })
    expect(calls).toContain("erase settings")
  })
})

describe("a file's name", () => {
  it.each([
    ["Design review", "Design-review.ics"],
    ["../../etc/passwd", "etc-passwd.ics"],
    ["Größe: 5 <cm>", "Größe-5-cm.ics"],
    ["…", "meeting.ics"],
    ["x".repeat(100), `${"x".repeat(60)}.ics`],
  ])("of %j is %s", (name, file) => {
    expect(fileName(name, "ics")).toBe(file)
  })
})

describe("a meeting's time", () => {
  it("is shown as clocks of its zone show it, with the day of its end where that is another", () => {
    expect(whenOf(SCHEDULE)).toMatch(/10:30 to 11:15, Europe\/Berlin$/)
    expect(whenOf({ ...SCHEDULE, minutes: 1000 })).toMatch(/10:30 to .*2.* 03:10, Europe\/Berlin$/)
  })

  it("says when it was made and used", () => {
    expect(historyOf({ createdAt: 0, usedAt: null })).toMatch(/^made .*70, not used yet$/)
    expect(historyOf({ createdAt: 0, usedAt: Date.UTC(2026, 0, 15) })).toMatch(/, last used .*2026$/)
  })
})
