import type { EngineHandle } from "../../meeting/engine-handle.ts"
import { SELF } from "../../meeting/engine-handle.ts"
import type { Devices } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { CameraButton } from "./camera-button.tsx"
import { Icon } from "./icon.tsx"
import { LevelMeter } from "./level-meter.tsx"
import { Picture } from "./media.tsx"
import { MicrophoneButton } from "./microphone-button.tsx"

export interface PreviewProps {
  readonly engine: Pick<EngineHandle, "stream" | "setMicrophone" | "setCamera">
  readonly devices: Devices
}

/** Yourself as in a mirror, with the switches that the meeting has too. */
export function Preview({ engine, devices }: PreviewProps) {
  const stream = devices.camera === "on" ? engine.stream(SELF, "camera") : null
  return (
    <section class="preview" aria-label={en.preJoin.preview}>
      <div class="preview-picture">
        {stream ? (
          <Picture stream={stream} mirrored />
        ) : (
          <p class="preview-word" role="status">
            <Icon name="video-off" />
            {en.devices.preview[devices.camera]}
          </p>
        )}
        <div class="preview-switches">
          <MicrophoneButton state={devices.microphone} onSet={(state) => engine.setMicrophone(state)} />
          <CameraButton state={devices.camera} onSet={(state) => engine.setCamera(state)} />
        </div>
      </div>
      {devices.microphone === "on" && (
        <div class="level-line">
          <Icon name="mic" />
          <LevelMeter level={devices.level} />
        </div>
      )}
    </section>
  )
}
