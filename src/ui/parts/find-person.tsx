import { en } from "../strings/en.ts"
import { TextField } from "./text-field.tsx"

export interface FindPersonProps {
  readonly wanted: string
  /** How many of all are shown. */
  readonly shown: number
  readonly of: number
  readonly onWanted: (wanted: string) => void
}

/** Narrows a long list of people down to those of a name; Escape shows everybody again. */
export function FindPerson({ wanted, shown, of, onWanted }: FindPersonProps) {
  return (
    <div
      class="find-person"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || wanted === "") return
        event.preventDefault() // of the popup
        event.stopPropagation() // of the panel
        onWanted("")
      }}
    >
      <TextField label={en.roster.find} value={wanted} onValue={onWanted} />
      <p class="soft small" role="status">
        {shown < of && en.roster.found(shown, of)}
      </p>
    </div>
  )
}
