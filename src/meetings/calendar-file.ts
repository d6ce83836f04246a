// A scheduled meeting as a calendar file (RFC 5545), for the owner's calendar and for mails that they write themselves.

import ical, { ICalCalendarMethod, ICalEventTransparency } from "ical-generator"
import { concat, sha256, toHex, utf8 } from "../bytes/bytes.ts"
import type { StoredMeeting } from "./stored-meeting.ts"

const MINUTE_MS = 60_000
const ID_DIGITS = 32

/** The file of a scheduled meeting, or null for any other; `description` is what guests read, and holds the link. */
export async function calendarFile(
  meeting: Pick<StoredMeeting, "link" | "name" | "hostKey" | "schedule" | "createdAt" | "linkedAt">,
  description: string,
): Promise<string | null> {
  const { link, name, hostKey, schedule, createdAt, linkedAt } = meeting
  if (!schedule) return null
  const calendar = ical({
    prodId: { company: "Wardroom", product: "Wardroom", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
  })
  calendar.createEvent({
    id: await eventId(hostKey),
    // A file made after a rotation replaces the event of the one before it.
    sequence: Math.floor((linkedAt - createdAt) / 1000),
    stamp: new Date(linkedAt),
    start: new Date(schedule.start),
    end: new Date(schedule.start + schedule.minutes * MINUTE_MS),
    summary: name,
    description,
    location: link,
    url: link,
    transparency: ICalEventTransparency.OPAQUE,
  })
  return calendar.toString()
}

/** Stays over rotations, and tells nothing of the link. */
async function eventId(hostKey: Uint8Array): Promise<string> {
  const digest = toHex(await sha256(concat(utf8("Wardroom calendar"), hostKey)))
  return `${digest.slice(0, ID_DIGITS)}@wardroom.invalid`
}
