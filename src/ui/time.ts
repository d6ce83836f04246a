// Moments and durations as people read them.

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })

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
