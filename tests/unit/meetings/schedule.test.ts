import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instantOf, isTimeZone, schedule, wallTimeOf } from "../../../src/meetings/schedule.ts"

const utc = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())

describe("the instant of a wall clock's time", () => {
  it.each([
    ["2026-06-01T10:30", "Europe/Berlin", "2026-06-01T08:30:00.000Z"],
    ["2026-01-15T10:30", "Europe/Berlin", "2026-01-15T09:30:00.000Z"],
    ["2026-06-01T10:30", "Asia/Kolkata", "2026-06-01T05:00:00.000Z"],
    ["2026-12-31T23:59", "Pacific/Kiritimati", "2026-12-31T09:59:00.000Z"],
    ["2026-06-01T00:00", "UTC", "2026-06-01T00:00:00.000Z"],
  ])("%s in %s is %s", (wallTime, zone, instant) => {
    expect(utc(instantOf(wallTime, zone))).toBe(instant)
  })

  it("is the first of two where clocks are put back", () => {
    expect(utc(instantOf("2026-10-25T02:30", "Europe/Berlin"))).toBe("2026-10-25T00:30:00.000Z")
    expect(utc(instantOf("2026-11-01T01:30", "America/New_York"))).toBe("2026-11-01T05:30:00.000Z")
  })

  it("is read by the old clock where clocks are put forward over it", () => {
    expect(utc(instantOf("2026-03-29T02:30", "Europe/Berlin"))).toBe("2026-03-29T01:30:00.000Z")
  })

  it.each(["", "2026-06-01", "2026-06-01T10:30:00", "2026-02-30T10:30", "2026-13-01T10:30", "2026-06-01T24:00", "x"])(
    "is none for %j",
    (text) => {
      expect(instantOf(text, "UTC")).toBeNull()
    },
  )

  it("is what wallTimeOf shows, in every zone and minute that clocks show", () => {
    const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]
    const minutes = fc.integer({ min: 15_778_080, max: 64_108_800 }) // the years 2000 to 2091
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const shown = wallTimeOf(minute * 60_000, zone)
        expect(wallTimeOf(instantOf(shown, zone) ?? Number.NaN, zone)).toBe(shown)
      }),
      { numRuns: 200 },
    )
  })
})

describe("a schedule", () => {
  const good = { start: 1_780_000_000_000, minutes: 45, timeZone: "Europe/Berlin" }

  it("has a start, a length of a day at most, and a time zone", () => {
    expect(schedule(good, "schedule")).toEqual(good)
    expect(isTimeZone("Europe/Berlin")).toBe(true)
  })

  it.each([
    ["no length", { ...good, minutes: 0 }, "wrong-size"],
    ["more than a day", { ...good, minutes: 1441 }, "wrong-size"],
    ["another zone", { ...good, timeZone: "Europe/Atlantis" }, "not-allowed"],
    ["no zone", { ...good, timeZone: "" }, "not-allowed"],
    ["a time before 1970", { ...good, start: -1 }, "wrong-type"],
    ["a field more", { ...good, every: "week" }, "unknown-field"],
  ])("is refused with %s", (_, value, fault) => {
    expect(() => schedule(value, "schedule")).toThrow(expect.objectContaining({ name: "ShapeError", fault }))
  })
})
