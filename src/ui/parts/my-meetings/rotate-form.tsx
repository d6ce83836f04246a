import { useState } from "preact/hooks"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"
import type { MeetingFormProps } from "./action-form.tsx"
import { ErrandForm } from "./errand-form.tsx"
import { CurrentPassphrase, orNull } from "./passphrase-field.tsx"

const words = en.meetings.rotate

/** Another link for a meeting, with another passphrase or none. */
export function RotateForm({ meeting, host, actions, onClose }: MeetingFormProps) {
  const [current, setCurrent] = useState("")
  const [next, setNext] = useState("")
  return (
    <ErrandForm
      help={words.help}
      confirm={words.confirm}
      look="danger"
      working={en.meetings.asking(host)}
      done={words.done}
      onConfirm={() => actions.rotate(meeting, { current: orNull(current), next: orNull(next) })}
      onCancel={onClose}
    >
      <CurrentPassphrase meeting={meeting} value={current} onValue={setCurrent} />
      <TextField label={words.next} type="password" value={next} onValue={setNext} help={words.nextHelp} />
    </ErrandForm>
  )
}
