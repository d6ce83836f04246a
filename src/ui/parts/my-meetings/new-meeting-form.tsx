import { useState } from "preact/hooks"
import { MAX_NAME, type MeetingKind } from "../../../meetings/stored-meeting.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import { TextField } from "../text-field.tsx"
import { ErrandForm } from "./errand-form.tsx"
import { emptyPlan, type MeetingPlan, troublesOf, wantedOf } from "./meeting-plan.ts"
import { ScheduleFields } from "./schedule-fields.tsx"
import { type ChosenServer, firstServer, originOf, ServerField } from "./server-field.tsx"
import { ADMISSIONS } from "./settings-form.tsx"

const words = en.meetings.new
const KINDS = ["named", "personal", "scheduled"] as const

export interface NewMeetingFormProps {
  /** Origins, the one used last first. */
  readonly servers: readonly string[]
  readonly kind: MeetingKind
  readonly actions: Pick<MeetingsActions, "create">
  readonly onClose: () => void
}

/** A meeting with a name, a personal room, or one at a time. */
export function NewMeetingForm({ servers, kind, actions, onClose }: NewMeetingFormProps) {
  const [plan, setPlan] = useState<MeetingPlan>(() => ({ ...emptyPlan(Date.now(), ownTimeZone()), kind }))
  const [server, setServer] = useState<ChosenServer | null>(null)
  const [isTried, setTried] = useState(false)
  const origin = originOf(server ?? firstServer(servers))
  const troubles = isTried ? troublesOf(plan) : []
  const change = (more: Partial<MeetingPlan>) => setPlan((before) => ({ ...before, ...more }))
  return (
    <ErrandForm
      confirm={words.make}
      working={words.making(URL.parse(origin ?? "")?.host ?? "")}
      onConfirm={() => {
        setTried(true)
        const wanted = origin === null ? null : wantedOf(plan, origin)
        return wanted && actions.create(wanted).then(onClose)
      }}
      onCancel={onClose}
    >
      <SelectField
        label={words.kind}
        value={plan.kind}
        options={KINDS}
        wordOf={(option) => en.meetings.kinds[option]}
        onChoose={(chosen) => change({ kind: chosen })}
        help={words.kindHelp[plan.kind]}
      />
      <TextField
        label={words.name}
        value={plan.name}
        onValue={(name) => change({ name })}
        help={words.nameHelp}
        wrong={troubles.includes("name") ? words.nameMissing : null}
        maxLength={MAX_NAME}
      />
      {plan.kind === "scheduled" && <ScheduleFields plan={plan} troubles={troubles} onChange={change} />}
      <ServerField servers={servers} value={server} onValue={setServer} isTried={isTried} />
      <SelectField
        label={words.admission}
        value={plan.admission}
        options={ADMISSIONS}
        wordOf={(admission) => en.meetings.admission[admission]}
        onChoose={(admission) => change({ admission })}
      />
      <TextField
        label={words.passphrase}
        type="password"
        value={plan.passphrase}
        onValue={(passphrase) => change({ passphrase })}
        help={words.passphraseHelp}
      />
    </ErrandForm>
  )
}

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
