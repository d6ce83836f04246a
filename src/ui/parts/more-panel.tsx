import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { InMeeting } from "../../meeting/snapshot.ts"
import { isHost } from "../host-powers.ts"
import type { OwnActions } from "../own-actions.ts"
import { ownState } from "../own-state.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { DeviceSelect } from "./device-select.tsx"
import { HostSettings } from "./host-settings.tsx"
import { SidePanel } from "./side-panel.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface MorePanelProps {
  readonly snapshot: Pick<InMeeting, "devices" | "people" | "authority">
  readonly actions: OwnActions
  readonly choose: EngineHandle["choose"]
  readonly give: GiveOrder
  readonly onClose: () => void
}

/** Devices, what the bar of a narrow window has no room for, and what a host may order. */
export function MorePanel({ snapshot, actions, choose, give, onClose }: MorePanelProps) {
  const { devices, authority } = snapshot
  const { isSharing, isHandRaised, held } = ownState(snapshot)
  return (
    <SidePanel label={en.meeting.more} title={en.meeting.more} onClose={onClose}>
      <div class="narrow-only">
        <Button
          icon={isSharing ? "screen-share-off" : "screen-share"}
          onPress={() => actions.shareScreen(isSharing ? "off" : "on")}
        >
          {isSharing ? en.screen.stop : en.screen.share}
        </Button>
        {held.screen !== null && !isSharing && <p class="soft small">{held.screen}</p>}
        <Button icon="hand" onPress={() => actions.raiseHand(isHandRaised ? "off" : "on")}>
          {isHandRaised ? en.hand.lower : en.hand.raise}
        </Button>
      </div>
      {isHost(authority) && <HostSettings authority={authority} give={give} />}
      <section class="device-choices" aria-label={en.devices.title}>
        <DeviceSelect
          label={en.devices.microphone}
          choices={devices.microphones}
          chosen={devices.chosenMicrophone}
          onChoose={(id) => choose({ kind: "microphone", id })}
        />
        <DeviceSelect
          label={en.devices.camera}
          choices={devices.cameras}
          chosen={devices.chosenCamera}
          onChoose={(id) => choose({ kind: "camera", id })}
        />
      </section>
    </SidePanel>
  )
}
