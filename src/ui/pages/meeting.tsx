import { useState } from "preact/hooks"
import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import { isAskedOnLeaving } from "../host-powers.ts"
import { ownActions } from "../own-actions.ts"
import { ownState } from "../own-state.ts"
import { Alone } from "../parts/alone.tsx"
import { LeaveQuestion } from "../parts/leave-question.tsx"
import { MeetingBar, type PanelName } from "../parts/meeting-bar.tsx"
import { MeetingHead } from "../parts/meeting-head.tsx"
import { MeetingNotes } from "../parts/meeting-notes.tsx"
import { MeetingPanel } from "../parts/meeting-panel.tsx"
import { OrderStatus } from "../parts/order-status.tsx"
import type { SoundState } from "../parts/sounds.tsx"
import { Stage } from "../parts/stage.tsx"
import { useDarkPage } from "../parts/use-dark-page.ts"
import { useOrders } from "../parts/use-orders.ts"
import { usePassingWords } from "../parts/use-passing-words.ts"
import { useUnread } from "../parts/use-unread.ts"

export interface MeetingProps {
  readonly engine: EngineHandle
  readonly snapshot: InMeeting & WithRelease
  readonly viewLock: string
}

/** The meeting: tiles, the bar, and one panel beside them. */
export function Meeting({ engine, snapshot, viewLock }: MeetingProps) {
  const [open, setOpen] = useState<PanelName | null>(null)
  const [isLeaving, setLeaving] = useState(false)
  const [sound, setSound] = useState<SoundState>("playing")
  const { said, give } = useOrders((order) => engine.order(order))
  const unread = useUnread(snapshot.chat, open === "chat" ? "shown" : "hidden")
  useDarkPage()
  const why = usePassingWords()
  const own = ownActions(engine, ownState(snapshot).held, navigator.mediaDevices, why.say)
  const toggle = (panel: PanelName) => setOpen(open === panel ? null : panel)
  const leave = () => void engine.leave()
  const asks = isAskedOnLeaving(snapshot)
  return (
    <div class="meeting" data-people={snapshot.people.length > 2 ? "many" : "few"}>
      <MeetingHead snapshot={snapshot} isOpen={open === "people"} onPress={() => toggle("people")} />
      <Stage
        snapshot={snapshot}
        stream={(personId, kind) => engine.stream(personId, kind)}
        onShown={(tiles) => engine.showTiles(viewLock, tiles)}
        sound={sound}
        onSoundBlocked={() => setSound("blocked")}
      />
      <MeetingNotes
        snapshot={snapshot}
        sound={sound}
        why={why.words}
        isPeopleShown={open === "people"}
        onAllowSound={() => setSound("allowed")}
        onShowPeople={() => setOpen("people")}
        onStopSharing={() => own.shareScreen("off")}
      />
      {snapshot.people.length === 1 && open === null && <Alone link={snapshot.meeting.link} />}
      <MeetingBar
        snapshot={snapshot}
        open={open}
        unread={unread}
        isLeaving={isLeaving}
        actions={own}
        onToggle={toggle}
        onLeave={() => (asks ? setLeaving(!isLeaving) : leave())}
      />
      {isLeaving && asks && (
        <LeaveQuestion snapshot={snapshot} give={give} onLeave={leave} onCancel={() => setLeaving(false)} />
      )}
      {open && (
        <MeetingPanel
          key={open}
          open={open}
          engine={engine}
          snapshot={snapshot}
          own={own}
          give={give}
          onLeave={leave}
          onClose={() => setOpen(null)}
        />
      )}
      <OrderStatus said={said} />
    </div>
  )
}
