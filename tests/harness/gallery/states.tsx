// Every state that the pages can be in, by name.

import type { VNode } from "preact"
import type { Person } from "../../../src/meeting/person.ts"
import { EngineGone, EngineUnreachable } from "../../../src/ui/pages/engine-pages.tsx"
import {
  DamagedLink,
  Elsewhere,
  Opening,
  OtherMeeting,
  UnknownServer,
  UsedUp,
} from "../../../src/ui/pages/link-pages.tsx"
import { SettingsPage } from "../../../src/ui/pages/settings-page.tsx"
import { WelcomePage } from "../../../src/ui/pages/welcome-page.tsx"
import { en } from "../../../src/ui/strings/en.ts"
import { enginePage, HOST, meeting, nothing, popup, preJoin, SERVERS } from "./drawn.tsx"
import { HOST_STATES } from "./host-states.tsx"
import { MEETINGS_STATES } from "./meetings-states.tsx"
import { CHANGED, PEOPLE_STATES } from "./people-states.tsx"
import type { StateName } from "./state-names.ts"
import { BARRED_STATES, RELEASE_STATES } from "./release-states.tsx"
import { VERIFIED } from "./releases.ts"
import { ANA, BEN, CHIDI, DEVICES, FACTS, MEETING, person, PRE_JOIN, SECURITY } from "./snapshots.ts"

const many: readonly Person[] = [ANA, ...Array.from({ length: 10 }, (_, n) => person(n + 1, `Guest ${n + 1}`))]
/** Some without a camera, some muted; the last one speaks. */
const crowd = (size: number): readonly Person[] => [
  ANA,
  ...Array.from({ length: size - 1 }, (_, n) =>
    person(n + 1, `Guest ${n + 1}`, {
      camera: n % 3 === 1 ? "off" : "on",
      microphone: n % 4 === 0 ? "on" : "muted",
      isSpeaking: n === size - 2,
    }),
  ),
]
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
  "meeting-thirty": meeting({ people: crowd(30), security: security({ groupSize: 30 }) }),
  "meeting-hundred": meeting({ people: crowd(100), security: security({ groupSize: 100 }) }),
  "meeting-hundred-screen": meeting({
    people: crowd(100).map((each, n) => (n === 1 ? { ...each, screen: "on" } : each)),
    security: security({ groupSize: 100 }),
  }),
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
    security: security({ comparison: { state: "differs", by: [ANA.id] } }),
  }),
  ...MEETINGS_STATES,
  ...PEOPLE_STATES,
  ...HOST_STATES,
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
      lasting={{ lasting: "none", onCreate: nothing, onDelete: nothing }}
      known={{ known: [], onForget: nothing, onForgetAll: nothing }}
      coding="vp8"
      onCoding={nothing}
      release={VERIFIED}
    />
  ),
}
