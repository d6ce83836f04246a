import { useState } from "preact/hooks"
import { MAX_NAME } from "../../../meetings/stored-meeting.ts"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"
import type { MeetingFormProps } from "./action-form.tsx"
import { ErrandForm } from "./errand-form.tsx"

const words = en.meetings.rename

/** Another word for a meeting, in this list alone. */
export function RenameForm({ meeting, actions, onClose }: MeetingFormProps) {
  const [name, setName] = useState(meeting.name)
  const isMissing = name.trim() === ""
  return (
    <ErrandForm
      confirm={words.save}
      done={en.meetings.done.rename}
      onConfirm={() => (isMissing ? null : actions.rename(meeting, name.trim()))}
      onCancel={onClose}
    >
      <TextField
        label={words.name}
        value={name}
        onValue={setName}
        help={words.help}
        wrong={isMissing ? en.meetings.new.nameMissing : null}
        maxLength={MAX_NAME}
      />
    </ErrandForm>
  )
}
