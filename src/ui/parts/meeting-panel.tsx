import { useState } from "preact/hooks"
import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import type { OwnActions } from "../own-actions.ts"
import { ownState } from "../own-state.ts"
import { ChatPanel } from "./chat-panel.tsx"
import { InfoPanel } from "./info-panel.tsx"
import type { PanelName } from "./meeting-bar.tsx"
import { MorePanel } from "./more-panel.tsx"
import { PersonPage } from "./person-page.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface MeetingPanelProps {
  readonly open: PanelName
  readonly engine: EngineHandle
  readonly snapshot: InMeeting & WithRelease
  readonly own: OwnActions
  readonly give: GiveOrder
  readonly onLeave: () => void
  readonly onClose: () => void
}

/** The panel that is open beside the tiles. */
export function MeetingPanel({ open, engine, snapshot, own, give, onLeave, onClose }: MeetingPanelProps) {
  const [comparedId, setCompared] = useState<string | null>(null)
  const compared = snapshot.people.find(({ id }) => id === comparedId)
  switch (open) {
    case "people":
      return compared ? (
        <PersonPage
          engine={engine}
          person={compared}
          camera={snapshot.devices.camera}
          onClose={() => setCompared(null)}
        />
      ) : (
        <InfoPanel
          snapshot={snapshot}
          give={give}
          onCompare={(word) => engine.comparing?.say(word)}
          onLeave={onLeave}
          onComparePerson={setCompared}
          onClose={onClose}
        />
      )
    case "chat":
      return (
        <ChatPanel
          messages={snapshot.chat}
          mayWrite={ownState(snapshot).mayWrite}
          onSay={(text) => engine.speaking?.say(text) ?? "not-allowed"}
          onClose={onClose}
        />
      )
    case "more":
      return (
        <MorePanel
          snapshot={snapshot}
          actions={own}
          choose={(device) => engine.choose(device)}
          give={give}
          onClose={onClose}
        />
      )
  }
}
