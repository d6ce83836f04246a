import { useState } from "preact/hooks"
import type { Everything } from "../../../meetings/delete-everything.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import { ErrandForm } from "./errand-form.tsx"

const words = en.meetings.everything
const WHERE = ["leave", "delete"] as const

export interface EverythingFormProps {
  readonly actions: Pick<MeetingsActions, "deleteEverything">
  readonly onDone: (everything: Everything) => void
  readonly onClose: () => void
}

/** Asks once before all is deleted, and where. */
export function EverythingForm({ actions, onDone, onClose }: EverythingFormProps) {
  const [where, setWhere] = useState<(typeof WHERE)[number]>("leave")
  const run = () => actions.deleteEverything(where).then(onDone)
  return (
    <ErrandForm help={words.help} confirm={words.confirm} look="danger" onConfirm={run} onCancel={onClose}>
      <SelectField
        label={words.where}
        value={where}
        options={WHERE}
        wordOf={(option) => (option === "leave" ? words.leave : words.alsoThere)}
        onChoose={setWhere}
        help={words.left}
      />
    </ErrandForm>
  )
}
