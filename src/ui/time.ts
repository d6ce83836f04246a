// Moments and durations as people read them.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })

const LOCAL_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" })
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" })
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" })
const DAY_MS = 86_400_000

/** A moment (milliseconds of the epoch of time) as 10:42. */
export function clockTime(at: number): string {
  return CLOCK.format(at)
}

/** A duration in milliseconds as 12:41, or 1:02:03 from an hour on. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours = 0, ...rest] = parts
  const shown = rest.map((part) => String(part).padStart(2, "0"))
  return hours > 0 ? [hours, ...shown].join(":") : shown.join(":")
}

/** A moment (milliseconds of the epoch of time) with its day, as 15 Jan 2026, 10:42. */
export function dayAndTime(at: number): string {
  return MOMENT.format(at)
}

/** The day of a moment, where the person is. */
export function localDay(at: number): string {
  return LOCAL_DAY.format(at)
}

/** The day of a moment, in UTC. */
export function day(at: number): string {
  return DAY.format(at)
}

/** Whole days between two moments, none where `to` is the earlier one. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY_MS))
}
