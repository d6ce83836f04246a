import type { DeviceState } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Callout } from "./callout.tsx"

export interface DeviceProblemProps {
  readonly kind: "microphone" | "camera"
  readonly state: DeviceState
  readonly onAskAgain: () => void
}

/** A sentence about a device that is denied, missing or failing, and the way to go on. */
export function DeviceProblem({ kind, state, onAskAgain }: DeviceProblemProps) {
  switch (state) {
    case "on":
    case "off":
    case "starting":
      return null
    case "denied":
    case "missing":
    case "failed":
      return (
        <Callout>
          <p>{kind === "microphone" ? en.devices.microphoneState[state] : en.devices.cameraState[state]}</p>
          <Button look="plain" onPress={onAskAgain}>
            {state === "denied" ? en.devices.askAgain : en.devices.tryAgain}
            <span class="unseen"> ({kind === "microphone" ? en.devices.microphone : en.devices.camera})</span>
          </Button>
        </Callout>
      )
  }
}
