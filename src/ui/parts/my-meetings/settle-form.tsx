import { useState } from "preact/hooks"
import { linkOf } from "../../../meetings/stored-meeting.ts"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"
import type { MeetingFormProps } from "./action-form.tsx"
import { ErrandForm } from "./errand-form.tsx"
import { CurrentPassphrase, orNull } from "./passphrase-field.tsx"

const words = en.meetings.settle

/** Which of two links a meeting has, after a rotation that its server did not answer. */
export function SettleForm({ meeting, host, actions }: Omit<MeetingFormProps, "onClose">) {
  const [current, setCurrent] = useState("")
  const [next, setNext] = useState("")
  const { nextLink } = meeting
  const asksNext = nextLink !== null && linkOf({ link: nextLink }).asksPassphrase
  const settle = async () => {
    await actions.settleLink(meeting, { current: orNull(current), next: orNull(next) })
  }
  return (
    <ErrandForm
      help={words.help}
      confirm={words.confirm}
      working={en.meetings.asking(host)}
      onConfirm={settle}
      onCancel={null}
    >
      <CurrentPassphrase meeting={meeting} value={current} onValue={setCurrent} />
      {asksNext && <TextField label={words.next} type="password" value={next} onValue={setNext} />}
    </ErrandForm>
  )
}
