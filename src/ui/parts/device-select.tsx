import { useId } from "preact/hooks"
import type { DeviceChoice } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"

export interface DeviceSelectProps {
  readonly label: string
  readonly choices: readonly DeviceChoice[]
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

/** The cameras or the microphones; nothing where there is no choice. */
export function DeviceSelect({ label, choices, chosen, onChoose }: DeviceSelectProps) {
  const id = useId()
  if (choices.length === 0) return null
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen ?? choices[0]?.id} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map((choice, place) => (
          <option key={choice.id} value={choice.id}>
            {choice.label || en.devices.unlabelled(label, place + 1)}
          </option>
        ))}
      </select>
    </div>
  )
}
