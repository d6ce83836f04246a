import { useId, useState } from "preact/hooks"
import type { Imported } from "../../../meetings/moving.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"
import { ErrandForm } from "./errand-form.tsx"

const words = en.meetings.import

export interface ImportFormProps {
  readonly actions: Pick<MeetingsActions, "import">
  readonly onClose: () => void
}

/** A file of meetings and its passphrase; then what came of each meeting. */
export function ImportForm({ actions, onClose }: ImportFormProps) {
  const id = useId()
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState("")
  const [isTried, setTried] = useState(false)
  const [imported, setImported] = useState<readonly Imported[]>([])
  const run = () => {
    setTried(true)
    return file && actions.import(file, passphrase).then(setImported)
  }
  const isMissing = isTried && file === null
  return (
    <ErrandForm confirm={words.confirm} onConfirm={run} onCancel={onClose}>
      <div class="field">
        <label for={id}>{words.file}</label>
        <input
          id={id}
          type="file"
          accept=".wardroom"
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-missing` : undefined}
          onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
        />
        {isMissing && (
          <p id={`${id}-missing`} class="field-error small">
            {words.fileMissing}
          </p>
        )}
      </div>
      <TextField label={words.passphrase} type="password" value={passphrase} onValue={setPassphrase} />
      {imported.length > 0 && (
        <ul role="status">
          {imported.map(({ name, outcome }) => (
            <li key={name}>{words.outcome[outcome](name)}</li>
          ))}
        </ul>
      )}
    </ErrandForm>
  )
}
