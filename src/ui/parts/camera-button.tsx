import { en } from "../strings/en.ts"
import { IconButton } from "./icon-button.tsx"
import type { ToggleProps } from "./microphone-button.tsx"

export function CameraButton({ state, held = null, onSet }: ToggleProps) {
  return state === "on" ? (
    <IconButton label={en.meeting.turnCameraOff} icon="video" onPress={() => onSet("off")} />
  ) : (
    <IconButton label={en.meeting.turnCameraOn} icon="video-off" look="off" held={held} onPress={() => onSet("on")} />
  )
}
