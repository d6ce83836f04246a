import { describe, expect, it } from "vitest"
import { emptyPlan, type MeetingPlan, troublesOf, wantedOf } from "../../../src/ui/parts/my-meetings/meeting-plan.ts"

const ORIGIN = "https://meet.example"
const NOW = Date.UTC(2026, 0, 15, 12, 12, 41)
const plan = (more: Partial<MeetingPlan> = {}): MeetingPlan => ({
  ...emptyPlan(NOW, "Europe/Berlin"),
  name: " Review ",
  ...more,
})

describe("the plan of a meeting", () => {
  it("begins at the next full hour of the own zone", () => {
    expect(emptyPlan(NOW, "Europe/Berlin").start).toBe("2026-01-15T14:00")
    expect(emptyPlan(Date.UTC(2026, 0, 15, 12), "UTC").start).toBe("2026-01-15T13:00")
  })

  it("means a meeting that everybody may use, with its name alone", () => {
    expect(wantedOf(plan(), ORIGIN)).toEqual({
      origin: ORIGIN,
      kind: "named",
      name: "Review",
      settings: { admission: "open", mayShare: "everyone", mayChat: "everyone" },
      passphrase: null,
      schedule: null,
    })
  })

  it("means one at a time, asking, with a passphrase, where that is filled in", () => {
    const scheduled = plan({
      kind: "scheduled",
      start: "2026-06-01T10:30",
      minutes: "45",
      admission: "ask",
      passphrase: "open sesame",
    })
    expect(wantedOf(scheduled, ORIGIN)).toMatchObject({
      passphrase: "open sesame",
      settings: { admission: "ask" },
      schedule: { start: Date.UTC(2026, 5, 1, 8, 30), minutes: 45, timeZone: "Europe/Berlin" },
    })
  })

  it.each([
    ["no name", { name: "  " }, ["name"]],
    ["no start", { kind: "scheduled", start: "" }, ["start"]],
    ["no minutes", { kind: "scheduled", minutes: "" }, ["minutes"]],
    ["no whole minutes", { kind: "scheduled", minutes: "1.5" }, ["minutes"]],
    ["more than a day", { kind: "scheduled", minutes: "1441" }, ["minutes"]],
    ["nothing", { kind: "scheduled", name: "", start: "x", minutes: "0" }, ["name", "start", "minutes"]],
  ] as const)("with %s means none", (_, more, troubles) => {
    expect(troublesOf(plan(more))).toEqual(troubles)
    expect(wantedOf(plan(more), ORIGIN)).toBeNull()
  })

  it("minds the time of scheduled meetings alone", () => {
    expect(troublesOf(plan({ kind: "personal", start: "", minutes: "" }))).toEqual([])
  })
})
