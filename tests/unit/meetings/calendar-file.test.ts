import ICAL from "ical.js"
import { describe, expect, it } from "vitest"
import { calendarFile } from "../../../src/meetings/calendar-file.ts"
import { instantOf } from "../../../src/meetings/schedule.ts"
import { LINK, OTHER_LINK, stored } from "./fixtures.ts"

const start = instantOf("2026-06-01T10:30", "Europe/Berlin") ?? 0
const SCHEDULED = stored({
  name: "Review; with, Ben \\ Ana 🐙",
  kind: "scheduled",
  schedule: { start, minutes: 45, timeZone: "Europe/Berlin" },
})

async function eventOf(meeting = SCHEDULED, description = `Join by this link:\n${LINK}`) {
  const text = (await calendarFile(meeting, description)) ?? ""
  const calendar = new ICAL.Component(ICAL.parse(text))
  const event = calendar.getFirstSubcomponent("vevent")
  if (!event) throw new Error("the file has no event")
  return { text, calendar, event: new ICAL.Event(event), component: event }
}

describe("a calendar file, read by another library", () => {
  it("has the name, the time in UTC, and the link", async () => {
    const { event, component, calendar } = await eventOf()
    expect(event.summary).toBe(SCHEDULED.name)
    expect(event.startDate.toJSDate().toISOString()).toBe("2026-06-01T08:30:00.000Z")
    expect(event.endDate.toJSDate().toISOString()).toBe("2026-06-01T09:15:00.000Z")
    expect(event.description).toBe(`Join by this link:\n${LINK}`)
    expect([event.location, component.getFirstPropertyValue("url")]).toEqual([LINK, LINK])
    expect(calendar.getFirstPropertyValue("method")).toBe("PUBLISH")
  })

  it("names nobody, asks for no alarm, and points to no server but the meeting's", async () => {
    const { text, component } = await eventOf()
    const names = component.getAllProperties().map(({ name }) => name)
    expect(names.sort()).toEqual(
      ["uid", "sequence", "dtstamp", "dtstart", "dtend", "summary", "location", "description", "transp", "url"].sort(),
    )
    const unfolded = text.replaceAll(/\r\n[ \t]/g, "")
    expect(unfolded.match(/https?:\/\/[^/\s]+/g)?.every((origin) => origin === "https://meet.example")).toBe(true)
  })

  it("is folded to 75 octets and ends its lines as RFC 5545 says", async () => {
    const { text } = await eventOf()
    for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
  })

  it("replaces its event after a rotation: the same id, a higher sequence", async () => {
    const before = await eventOf()
    const after = await eventOf({ ...SCHEDULED, link: OTHER_LINK, linkedAt: 61_000 })
    expect(after.event.uid).toBe(before.event.uid)
    expect([before.event.sequence, after.event.sequence]).toEqual([0, 60])
    expect(before.event.uid).not.toContain("0123456789")
  })

  it("cannot be broken out of by a name or a text", async () => {
    const evil = "x\r\nATTENDEE:mailto:eve@example.org\nEND:VEVENT"
    const { component } = await eventOf({ ...SCHEDULED, name: evil }, evil)
    expect(component.getFirstProperty("attendee")).toBeNull()
  })

  it("is none for a meeting without a time", async () => {
    expect(await calendarFile(stored(), "")).toBeNull()
  })
})
