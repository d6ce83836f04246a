// Pages drawn for a snapshot, as the browser would after the engine gave it.

import type { Devices, InMeeting, MeetingPhase, PreJoin, Snapshot } from "../../../src/meeting/snapshot.ts"
import { NO_NOTES } from "../../../src/ui/meeting-tab.ts"
import { EnginePage } from "../../../src/ui/pages/engine-page.tsx"
import { PopupPage } from "../../../src/ui/pages/popup-page.tsx"
import { keepProfile } from "../../../src/ui/profile.ts"
import { paintedEngine } from "./painted-engine.ts"
import { VERSION } from "./releases.ts"
import { DEVICES, MEETING, PRE_JOIN, RELEASE } from "./snapshots.ts"

export const nothing = () => undefined
export const HOST = "meet.example.org"
export const SERVERS = ["https://meet.example.org", "https://talk.example.net:8443"]

export function enginePage(phase: MeetingPhase, notes = NO_NOTES) {
  const snapshot: Snapshot = { release: RELEASE, ...phase }
  return () => (
    <EnginePage
      engine={paintedEngine(snapshot)}
      snapshot={snapshot}
      notes={notes}
      profile={keepProfile({ getItem: (key) => (key === "name" ? "Ana" : null), setItem: nothing })}
      viewLock="view:gallery"
      version={VERSION}
      servers={SERVERS}
      actions={{ open: nothing, create: nothing, checkAgain: nothing }}
      onAskDevices={async () => {}}
      onOpenLink={async () => "not-a-link"}
    />
  )
}

export function meeting(more: Partial<InMeeting>) {
  return enginePage({ ...MEETING, since: Date.now() - 761_000, ...more })
}

export function preJoin(more: Partial<PreJoin>, devices: Partial<Devices> = {}) {
  return enginePage({ ...PRE_JOIN, ...more, devices: { ...DEVICES, ...devices } })
}

export function popup(phase: MeetingPhase, servers: readonly string[] = SERVERS, interrupted: string | null = null) {
  const snapshot: Snapshot = { release: RELEASE, ...phase }
  return () => (
    <PopupPage
      engine={{ state: "there", engine: paintedEngine(snapshot), snapshot }}
      servers={servers}
      interrupted={interrupted}
      lastRelease={null}
      onReturn={nothing}
      onNewMeeting={nothing}
      onOpenLink={async () => "not-a-link"}
    />
  )
}
