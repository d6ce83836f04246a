// When a scheduled meeting is. A person says it as a wall clock shows it, somewhere; kept is the instant, and where.

import { record, type Shape, ShapeError, type Shaped, textUpTo, uint } from "../bytes/shape.ts"

export const MAX_MINUTES = 24 * 60
const MAX_ZONE_NAME = 64
const DAY_MS = 86_400_000

const timeZoneShape: Shape<string> = (value, path) => {
  const name = textUpTo(MAX_ZONE_NAME)(value, path)
  if (!isTimeZone(name)) throw new ShapeError("not-allowed", `"${path}" must be a time zone`)
  return name
}

const minutesShape: Shape<number> = (value, path) => {
  const minutes = uint(MAX_MINUTES)(value, path)
  if (minutes === 0) throw new ShapeError("wrong-size", `"${path}" must be at least 1`)
  return minutes
}

/** `start`: milliseconds of the epoch of time; `timeZone`: its IANA name, where the time was said. */
export const schedule = record({ start: uint(), minutes: minutesShape, timeZone: timeZoneShape })
export type Schedule = Shaped<typeof schedule>

/** Whether this platform knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== ""
  } catch {
    return false
  }
}

/**
 * The instant at which clocks in the zone show `wallTime` (2026-01-15T10:30), in milliseconds of the epoch of time; null
 * for what is no such text.
 *
 * Of a time that clocks show twice the first; one that they skip is read as if they had not been put forward yet
 * (RFC 5545 §3.3.5).
 */
export function instantOf(wallTime: string, timeZone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wallTime)) return null
  const shown = Date.parse(`${wallTime}:00Z`)
  if (Number.isNaN(shown) || wallTimeOf(shown, "UTC") !== wallTime) return null
  const before = shown - offsetAt(shown - DAY_MS, timeZone)
  const after = shown - offsetAt(shown + DAY_MS, timeZone)
  return [before, after].find((instant) => wallTimeOf(instant, timeZone) === wallTime) ?? before
}

/** What clocks in the zone show at an instant, to the minute: the inverse of `instantOf`. */
export function wallTimeOf(instant: number, timeZone: string): string {
  const parts = new Map(
    clock(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ""
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`
}

function offsetAt(instant: number, timeZone: string): number {
  const minute = Math.floor(instant / 60_000) * 60_000
  return Date.parse(`${wallTimeOf(minute, timeZone)}:00Z`) - minute
}

function clock(timeZone: string): Intl.DateTimeFormat {
  const digits = "2-digit"
  return new Intl.DateTimeFormat("en-u-ca-iso8601", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  })
}
