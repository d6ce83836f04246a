// Every state that the pages can be in, by name.

import type { VNode } from "preact"
import type {
  Devices,
  InMeeting,
  MeetingPhase,
  Person,
  PreJoin,
  Security,
  Snapshot,
} from "../../../src/meeting/snapshot.ts"
import { NO_NOTES } from "../../../src/ui/meeting-tab.ts"
import { EngineGone, EngineUnreachable } from "../../../src/ui/pages/engine-pages.tsx"
import { EnginePage } from "../../../src/ui/pages/engine-page.tsx"
import {
  DamagedLink,
  Elsewhere,
  Opening,
  OtherMeeting,
  UnknownServer,
  UsedUp,
} from "../../../src/ui/pages/link-pages.tsx"
import { PopupPage } from "../../../src/ui/pages/popup-page.tsx"
import { SettingsPage } from "../../../src/ui/pages/settings-page.tsx"
import { WelcomePage } from "../../../src/ui/pages/welcome-page.tsx"
import { keepProfile } from "../../../src/ui/profile.ts"
import { en } from "../../../src/ui/strings/en.ts"
import { MEETINGS_STATES } from "./meetings-states.tsx"
import { paintedEngine } from "./painted-engine.ts"
import type { StateName } from "./state-names.ts"
import { BARRED_STATES, RELEASE_STATES } from "./release-states.tsx"
import { VERIFIED, VERSION } from "./releases.ts"
import { ANA, BEN, CHIDI, DEVICES, FACTS, MEETING, NOON, person, PRE_JOIN, RELEASE, SECURITY } from "./snapshots.ts"

const nothing = () => undefined
const HOST = "meet.example.org"
const SERVERS = ["https://meet.example.org", "https://talk.example.net:8443"]

function enginePage(phase: MeetingPhase, notes = NO_NOTES) {
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
      actions={{ open: nothing, create: nothing }}
      onAskDevices={async () => {}}
      onOpenLink={async () => "not-a-link"}
    />
  )
}

function meeting(more: Partial<InMeeting>) {
  return enginePage({ ...MEETING, since: Date.now() - 761_000, ...more })
}

function preJoin(more: Partial<PreJoin>, devices: Partial<Devices> = {}) {
  return enginePage({ ...PRE_JOIN, ...more, devices: { ...DEVICES, ...devices } })
}

function popup(phase: MeetingPhase, servers: readonly string[] = SERVERS, interrupted: string | null = null) {
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

const many: readonly Person[] = [ANA, ...Array.from({ length: 10 }, (_, n) => person(n + 1, `Guest ${n + 1}`))]
const CHANGED: Security["comparison"] = {
  state: "changed-since",
  at: NOON,
  came: [{ id: CHIDI.id, name: "Chidi" }],
  went: [{ id: "eva", name: "Eva" }],
}
const refused = person(1, "Ben Okafor", { camera: "refused", microphone: "refused" })
const security = (more: Partial<typeof SECURITY>) => ({ ...SECURITY, ...more })

export const STATES: Readonly<Record<StateName, () => VNode>> = {
  opening: () => <Opening what={en.opening.link} />,
  "damaged-link": () => <DamagedLink host={HOST} fault="no-password" exposure="unseen" onOpenSite={nothing} />,
  "unknown-server": () => <UnknownServer host={HOST} exposure="unseen" onJoin={nothing} onOpenSite={nothing} />,
  "unknown-server-ran": () => (
    <UnknownServer
      host="a-rather-long-name.meetings.example.org:8443"
      exposure="ran"
      onJoin={nothing}
      onOpenSite={nothing}
    />
  ),
  "used-up": () => <UsedUp />,
  elsewhere: () => <Elsewhere onReturn={nothing} />,
  "other-meeting": () => (
    <OtherMeeting current="Design review" wanted="talk.example.net" onStay={nothing} onSwitch={nothing} />
  ),
  "engine-gone": () => <EngineGone onAgain={nothing} />,
  "engine-unreachable": () => <EngineUnreachable onAgain={nothing} />,
  creating: enginePage({ phase: "creating", host: HOST }),
  "no-meeting": enginePage({ phase: "idle" }),
  "pre-join": preJoin({}),
  "pre-join-checking": preJoin({
    check: "connecting",
    meeting: { ...FACTS, name: null, isYours: false, isEmpty: null },
  }),
  "pre-join-passphrase": preJoin({ check: "wrong-passphrase" }, { camera: "off", microphone: "off" }),
  "pre-join-denied": preJoin({}, { camera: "denied", microphone: "missing", microphones: [], cameras: [], level: 0 }),
  "joining-turn": enginePage({ phase: "joining", step: "waiting-turn", position: 2, meeting: FACTS, devices: DEVICES }),
  "meeting-alone": meeting({ people: [ANA], security: security({ groupSize: 1 }) }),
  "meeting-two": meeting({ people: [ANA, BEN] }),
  "meeting-four": meeting({}),
  "meeting-many": meeting({ people: many }),
  "meeting-refused": meeting({
    people: [ANA, refused, CHIDI],
    connection: "reconnecting",
    security: security({ comparison: CHANGED }),
    notices: [{ id: 1, at: Date.now(), kind: "joined", name: "Chidi", by: null }],
  }),
  "meeting-out-of-step": meeting({ people: [ANA, refused, CHIDI], connection: "out-of-step" }),
  "meeting-moving": meeting({
    people: [ANA, CHIDI],
    connection: "moving",
    notices: [{ id: 1, at: Date.now(), kind: "parted", name: "Mallory", by: null }],
  }),
  "ended-left": enginePage({ phase: "ended", meeting: FACTS, fault: null, by: null }),
  "ended-fault": enginePage({ phase: "ended", meeting: FACTS, fault: "media-lost", by: null }),
  "popup-start": popup({ phase: "idle" }),
  "popup-interrupted": popup({ phase: "idle" }, SERVERS, FACTS.link),
  "popup-no-server": popup({ phase: "idle" }, []),
  "popup-joining": popup(PRE_JOIN),
  "popup-meeting": popup({ ...MEETING, since: Date.now() - 761_000 }),
  "popup-compared": popup({
    ...MEETING,
    since: Date.now() - 761_000,
    security: security({ comparison: { state: "compared", at: Date.now() } }),
  }),
  "popup-differs": popup({
    ...MEETING,
    since: Date.now() - 761_000,
    security: security({ comparison: { state: "differs" } }),
  }),
  ...MEETINGS_STATES,
  ...RELEASE_STATES,
  ...BARRED_STATES,
  welcome: () => (
    <WelcomePage
      servers={SERVERS.map((origin, number) => ({ origin, guarded: number === 0 }))}
      onAdd={async () => "guarded"}
      onRemove={nothing}
    />
  ),
  settings: () => (
    <SettingsPage
      servers={[]}
      onAdd={async () => "guarded"}
      onRemove={nothing}
      coding="vp8"
      onCoding={nothing}
      release={VERIFIED}
    />
  ),
}
