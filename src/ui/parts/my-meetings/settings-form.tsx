import { useState } from "preact/hooks"
import type { RecordSettings } from "../../../password/record.ts"
import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import type { MeetingFormProps } from "./action-form.tsx"
import { ErrandForm } from "./errand-form.tsx"
import { CurrentPassphrase, orNull } from "./passphrase-field.tsx"

const words = en.meetings.settings
export const ADMISSIONS = ["open", "ask", "locked"] as const
const WHO = ["everyone", "hosts"] as const

/** How a meeting begins: read at its server first, then changed there. */
export function SettingsForm({ meeting, host, actions, onClose }: MeetingFormProps) {
  const [passphrase, setPassphrase] = useState("")
  const [settings, setSettings] = useState<RecordSettings | null>(null)
  const read = async () => setSettings(await actions.readSettings(meeting, orNull(passphrase)))
  if (settings === null) {
    return (
      <ErrandForm
        key="read"
        help={words.help}
        confirm={words.read}
        working={en.meetings.asking(host)}
        onConfirm={read}
        onCancel={onClose}
      >
        <CurrentPassphrase meeting={meeting} value={passphrase} onValue={setPassphrase} />
      </ErrandForm>
    )
  }
  return (
    <ErrandForm
      key="change"
      help={words.help}
      confirm={words.save}
      working={en.meetings.asking(host)}
      done={en.meetings.done.settings}
      onConfirm={() => actions.changeSettings(meeting, orNull(passphrase), settings)}
      onCancel={onClose}
    >
      <SelectField
        label={en.meetings.new.admission}
        value={settings.admission}
        options={ADMISSIONS}
        wordOf={(admission) => en.meetings.admission[admission]}
        onChoose={(admission) => setSettings({ ...settings, admission })}
      />
      <SelectField
        label={words.mayShare}
        value={settings.mayShare}
        options={WHO}
        wordOf={(who) => en.meetings.who[who]}
        onChoose={(mayShare) => setSettings({ ...settings, mayShare })}
      />
      <SelectField
        label={words.mayChat}
        value={settings.mayChat}
        options={WHO}
        wordOf={(who) => en.meetings.who[who]}
        onChoose={(mayChat) => setSettings({ ...settings, mayChat })}
      />
    </ErrandForm>
  )
}
