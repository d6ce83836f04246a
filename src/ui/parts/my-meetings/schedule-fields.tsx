import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import { TextField } from "../text-field.tsx"
import type { MeetingPlan, PlanTrouble } from "./meeting-plan.ts"

const words = en.meetings.new

export interface ScheduleFieldsProps {
  readonly plan: MeetingPlan
  readonly troubles: readonly PlanTrouble[]
  readonly onChange: (more: Partial<MeetingPlan>) => void
}

/** When a meeting begins, where that is said, and how long it takes. */
export function ScheduleFields({ plan, troubles, onChange }: ScheduleFieldsProps) {
  return (
    <>
      <TextField
        label={words.start}
        type="datetime-local"
        value={plan.start}
        onValue={(start) => onChange({ start })}
        wrong={troubles.includes("start") ? words.startMissing : null}
      />
      <TextField
        label={words.minutes}
        type="number"
        value={plan.minutes}
        onValue={(minutes) => onChange({ minutes })}
        wrong={troubles.includes("minutes") ? words.minutesWrong : null}
      />
      <SelectField
        label={words.timeZone}
        value={plan.timeZone}
        options={timeZones(plan.timeZone)}
        wordOf={(zone) => zone.replaceAll("_", " ")}
        onChoose={(timeZone) => onChange({ timeZone })}
      />
    </>
  )
}

/** All that the browser knows; its own may go by another name. */
function timeZones(own: string): readonly string[] {
  const all = Intl.supportedValuesOf("timeZone")
  return all.includes(own) ? all : [own, ...all]
}
