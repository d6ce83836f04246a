import type { InMeeting } from "../../meeting/snapshot.ts"
import type { OwnActions } from "../own-actions.ts"
import { ownState } from "../own-state.ts"
import { en } from "../strings/en.ts"
import { CameraButton } from "./camera-button.tsx"
import { Icon } from "./icon.tsx"
import { IconButton } from "./icon-button.tsx"
import { MicrophoneButton } from "./microphone-button.tsx"

export type PanelName = "people" | "chat" | "more"

export interface MeetingBarProps {
  readonly snapshot: Pick<InMeeting, "devices" | "people" | "authority" | "askers">
  readonly open: PanelName | null
  readonly unread: number
  readonly isLeaving: boolean
  readonly actions: OwnActions
  readonly onToggle: (panel: PanelName) => void
  readonly onLeave: () => void
}

/** The row of controls below the tiles; never jumps. */
export function MeetingBar({ snapshot, open, unread, isLeaving, actions, onToggle, onLeave }: MeetingBarProps) {
  const { devices, askers } = snapshot
  const { held } = ownState(snapshot)
  return (
    <nav class="meeting-bar" aria-label={en.meeting.bar}>
      <MicrophoneButton state={devices.microphone} held={held.microphone} onSet={actions.setMicrophone} />
      <CameraButton state={devices.camera} held={held.camera} onSet={actions.setCamera} />
      <ShareAndHand snapshot={snapshot} actions={actions} />
      <IconButton
        label={open === "chat" ? en.chat.close : en.chat.open}
        icon="message-square"
        expanded={open === "chat"}
        count={{ value: unread, word: en.chat.unread(unread) }}
        onPress={() => onToggle("chat")}
      />
      <IconButton
        label={open === "people" ? en.meeting.closePeople : en.meeting.openPeople}
        icon="users"
        expanded={open === "people"}
        count={{ value: askers.length, word: en.meeting.waiting(askers.length) }}
        onPress={() => onToggle("people")}
      />
      <IconButton
        label={open === "more" ? en.meeting.closeMore : en.meeting.more}
        icon="ellipsis"
        expanded={open === "more"}
        onPress={() => onToggle("more")}
      />
      <button type="button" class="button leave" data-look="danger" aria-expanded={isLeaving} onClick={onLeave}>
        <Icon name="phone-off" />
        <span class="word">{en.meeting.leave}</span>
      </button>
      <p class="unseen" role="status">
        {unread > 0 && en.chat.unread(unread)}
      </p>
    </nav>
  )
}

function ShareAndHand({ snapshot, actions }: Pick<MeetingBarProps, "snapshot" | "actions">) {
  const { isSharing, isHandRaised, held } = ownState(snapshot)
  return (
    <>
      <IconButton
        class="wide-only"
        label={isSharing ? en.screen.stop : en.screen.share}
        icon={isSharing ? "screen-share-off" : "screen-share"}
        look={isSharing ? "on" : undefined}
        held={isSharing ? null : held.screen}
        onPress={() => actions.shareScreen(isSharing ? "off" : "on")}
      />
      <IconButton
        class="wide-only"
        label={isHandRaised ? en.hand.lower : en.hand.raise}
        icon="hand"
        look={isHandRaised ? "on" : undefined}
        onPress={() => actions.raiseHand(isHandRaised ? "off" : "on")}
      />
    </>
  )
}
