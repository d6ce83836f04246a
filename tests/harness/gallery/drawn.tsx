// Pages drawn for a snapshot, as the browser would after the engine gave it.

import type { EngineHandle } from "../../../src/meeting/engine-handle.ts"
import type { Devices, InMeeting, MeetingPhase, PreJoin, Snapshot } from "../../../src/meeting/snapshot.ts"
import { NO_NOTES } from "../../../src/ui/meeting-tab.ts"
import { EnginePage } from "../../../src/ui/pages/engine-page.tsx"
import { PopupPage, type PopupPageProps } from "../../../src/ui/pages/popup-page.tsx"
import { keepProfile } from "../../../src/ui/profile.ts"
import { paintedEngine } from "./painted-engine.ts"
import { VERSION } from "./releases.ts"
import { DEVICES, MEETING, PRE_JOIN, RELEASE } from "./snapshots.ts"

export const nothing = () => undefined
export const HOST = "meet.example.org"
export const SERVERS = ["https://meet.example.org", "https://talk.example.net:8443"]

export function enginePage(phase: MeetingPhase, notes = NO_NOTES) {
  const snapshot: Snapshot = { release: RELEASE, ...phase }
  return () => enginePageOf(paintedEngine(snapshot), snapshot, notes)
}

/** The same engine's, for a page that goes on from snapshot to snapshot. */
export function enginePageOf(engine: EngineHandle, snapshot: Snapshot, notes = NO_NOTES) {
  return (
    <EnginePage
      engine={engine}
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
  return () => popupPageOf(paintedEngine(snapshot), snapshot, { servers, interrupted })
}

export function popupPageOf(
  engine: EngineHandle,
  snapshot: Snapshot,
  { servers, interrupted }: Pick<PopupPageProps, "servers" | "interrupted"> = { servers: SERVERS, interrupted: null },
) {
  return (
    <PopupPage
      engine={{ state: "there", engine, snapshot }}
      servers={servers}
      interrupted={interrupted}
      lastRelease={null}
      onReturn={nothing}
      onNewMeeting={nothing}
      onOpenLink={async () => "not-a-link"}
    />
  )
}
