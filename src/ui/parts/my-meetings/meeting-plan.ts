// What the form of a new meeting holds, and the meeting that it means. Pure.

import type { WantedMeeting } from "../../../meetings/create-meeting.ts"
import { instantOf, MAX_MINUTES, wallTimeOf } from "../../../meetings/schedule.ts"
import type { MeetingKind } from "../../../meetings/stored-meeting.ts"
import type { RecordSettings } from "../../../password/record.ts"

/** Fields as they were typed. */
export interface MeetingPlan {
  readonly kind: MeetingKind
  readonly name: string
  readonly admission: RecordSettings["admission"]
  readonly passphrase: string
  /** 2026-06-01T10:30, in the time zone. */
  readonly start: string
  readonly minutes: string
  readonly timeZone: string
}

/** Fields that are missing or wrong. */
export type PlanTrouble = "name" | "start" | "minutes"

const HOUR_MS = 3_600_000

/** A plan for the next full hour. */
export function emptyPlan(now: number, timeZone: string): MeetingPlan {
  const start = wallTimeOf(Math.ceil((now + 1) / HOUR_MS) * HOUR_MS, timeZone)
  return { kind: "named", name: "", admission: "open", passphrase: "", start, minutes: "60", timeZone }
}

export function troublesOf(plan: MeetingPlan): readonly PlanTrouble[] {
  const troubles: PlanTrouble[] = plan.name.trim() === "" ? ["name"] : []
  if (plan.kind !== "scheduled") return troubles
  if (instantOf(plan.start, plan.timeZone) === null) troubles.push("start")
  if (minutesOf(plan) === null) troubles.push("minutes")
  return troubles
}

/** The meeting that a plan without troubles means, on a server (an origin); null where there are some. */
export function wantedOf(plan: MeetingPlan, origin: string): WantedMeeting | null {
  const { kind, name, admission, passphrase, timeZone } = plan
  if (troublesOf(plan).length > 0) return null
  const [start, minutes] = [instantOf(plan.start, timeZone), minutesOf(plan)]
  return {
    origin,
    kind,
    name: name.trim(),
    settings: { admission, mayShare: "everyone", mayChat: "everyone" },
    passphrase: passphrase === "" ? null : passphrase,
    schedule: kind === "scheduled" && start !== null && minutes !== null ? { start, minutes, timeZone } : null,
  }
}

function minutesOf({ minutes }: MeetingPlan): number | null {
  const number = /^\d{1,4}$/.test(minutes) ? Number(minutes) : 0
  return number >= 1 && number <= MAX_MINUTES ? number : null
}
