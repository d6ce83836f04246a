// When a kept meeting is, was made and used, as people read it.

import type { Schedule } from "../meetings/schedule.ts"
import type { StoredMeeting } from "../meetings/stored-meeting.ts"
import { en } from "./strings/en.ts"

const MINUTE_MS = 60_000

/** The time of a scheduled meeting, as clocks show it in its zone. */
export function whenOf({ start, minutes, timeZone }: Schedule): string {
  const moment = new Intl.DateTimeFormat(undefined, {
    dateStyle: "medium",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone,
  })
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short", hourCycle: "h23", timeZone })
  const end = start + minutes * MINUTE_MS
  const isSameDay = dayIn(start, timeZone) === dayIn(end, timeZone)
  return en.meetings.when(moment.format(start), (isSameDay ? clock : moment).format(end), timeZone)
}

/** When it was made and used, to the day. */
export function historyOf({ createdAt, usedAt }: Pick<StoredMeeting, "createdAt" | "usedAt">): string {
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" })
  const used = usedAt === null ? en.meetings.neverUsed : en.meetings.usedOn(day.format(usedAt))
  return `${en.meetings.madeOn(day.format(createdAt))}, ${used}`
}

function dayIn(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone }).format(at)
}
