import { useState } from "preact/hooks"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"
import { ErrandForm } from "./errand-form.tsx"

const words = en.meetings.export
const MIN_LENGTH = 12

export interface ExportFormProps {
  readonly onSave: (passphrase: string) => Promise<void>
  readonly onClose: () => void
}

/** The passphrase of a file, twice, since nobody can open it without. */
export function ExportForm({ onSave, onClose }: ExportFormProps) {
  const [passphrase, setPassphrase] = useState("")
  const [again, setAgain] = useState("")
  const [isTried, setTried] = useState(false)
  const isShort = passphrase.length < MIN_LENGTH
  const differs = passphrase !== again
  return (
    <ErrandForm
      help={words.help}
      confirm={words.confirm}
      done={en.meetings.done.exported}
      onConfirm={() => {
        setTried(true)
        return isShort || differs ? null : onSave(passphrase)
      }}
      onCancel={onClose}
    >
      <TextField
        label={words.passphrase}
        type="password"
        value={passphrase}
        onValue={setPassphrase}
        help={words.short}
        wrong={isTried && isShort ? words.short : null}
      />
      <TextField
        label={words.again}
        type="password"
        value={again}
        onValue={setAgain}
        wrong={isTried && differs ? words.differ : null}
      />
    </ErrandForm>
  )
}
