import type { OnOff } from "../../meeting/engine-handle.ts"
import type { DeviceState } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { IconButton } from "./icon-button.tsx"

export interface ToggleProps {
  readonly state: DeviceState
  /** Why a host does not let it be turned on; pressing then says so instead. */
  readonly held?: string | null
  readonly onSet: (state: OnOff) => void
}

export function MicrophoneButton({ state, held = null, onSet }: ToggleProps) {
  return state === "on" ? (
    <IconButton label={en.meeting.muteMicrophone} icon="mic" onPress={() => onSet("off")} />
  ) : (
    <IconButton label={en.meeting.unmuteMicrophone} icon="mic-off" look="off" held={held} onPress={() => onSet("on")} />
  )
}
