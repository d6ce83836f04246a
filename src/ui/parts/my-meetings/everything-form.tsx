import { useState } from "preact/hooks"
import type { ErasedThing, Everything } from "../../../meetings/delete-everything.ts"
import type { MeetingsActions } from "../../meetings-actions.ts"
import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import { ErrandForm } from "./errand-form.tsx"

const words = en.meetings.everything
const WHERE = ["leave", "delete"] as const

export interface EverythingFormProps {
  readonly actions: Pick<MeetingsActions, "deleteEverything">
  readonly onDone: (meetings: Everything["meetings"], here: readonly ErasedThing[]) => void
  readonly onClose: () => void
}

/** Asks once before all is deleted, and where. */
export function EverythingForm({ actions, onDone, onClose }: EverythingFormProps) {
  const [where, setWhere] = useState<(typeof WHERE)[number]>("leave")
  const [trouble, setTrouble] = useState("")
  const run = async () => {
    const everything = await actions.deleteEverything(where)
    if (everything === "in-meeting") return setTrouble(words.inMeeting)
    if (everything.here) return onDone(everything.meetings, everything.here)
    setTrouble(words.stillThere(everything.meetings.filter(({ outcome }) => outcome !== "deleted").length))
  }
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
      <p class="field-error" role="status">
        {trouble}
      </p>
    </ErrandForm>
  )
}
