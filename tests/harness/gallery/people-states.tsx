// The states of people: who was verified, whose name misleads, who compared the code.

import type { VNode } from "preact"
import type { Person } from "../../../src/meeting/person.ts"
import type { Security } from "../../../src/meeting/security.ts"
import { PersonPage } from "../../../src/ui/parts/person-page.tsx"
import { SettingsPage } from "../../../src/ui/pages/settings-page.tsx"
import { enginePage, nothing, popup, preJoin } from "./drawn.tsx"
import { paintedEngine } from "./painted-engine.ts"
import {
  aloud,
  BEN_KNOWN,
  CHIDI_NEW,
  differing,
  KNOWN,
  OTHER_BEN,
  PEOPLE_MEETING,
  SUSPECTS,
} from "./people-snapshots.ts"
import type { PEOPLE_STATE_NAMES } from "./people-state-names.ts"
import { VERIFIED } from "./releases.ts"
import { CHIDI, FACTS, MEETING, NOON, SECURITY } from "./snapshots.ts"

type PeopleStateName = (typeof PEOPLE_STATE_NAMES)[number]

/** Chidi came and Eva went since the code was compared. */
export const CHANGED: Security["comparison"] = {
  state: "changed-since",
  at: NOON,
  came: [{ id: CHIDI.id, name: "Chidi" }],
  went: [{ id: "eva", name: "Eva" }],
}

const since = Date.now() - 761_000

function personPage(person: Person) {
  return () => <PersonPage engine={paintedEngine(PEOPLE_MEETING)} person={person} camera="off" onClose={nothing} />
}

export const PEOPLE_STATES: Readonly<Record<PeopleStateName, () => VNode>> = {
  "pre-join-lasting": preJoin({ meeting: { ...FACTS, isLasting: true } }),
  "meeting-people": enginePage({ ...PEOPLE_MEETING, since }),
  "person-known": personPage(BEN_KNOWN),
  "person-new": personPage(CHIDI_NEW),
  "person-other-key": personPage(OTHER_BEN),
  "popup-people": popup({ ...PEOPLE_MEETING, since }),
  "popup-aloud": popup({ ...aloud(11, 0), since }),
  "popup-aloud-differ": popup({ ...aloud(12, 1), since }),
  "meeting-differs": enginePage({
    ...MEETING,
    since,
    security: differing([CHIDI.id]),
    notices: [{ id: 1, at: Date.now(), kind: "code-differs", name: "Chidi", by: null }],
  }),
  "meeting-suspects": enginePage({ ...PEOPLE_MEETING, since, people: SUSPECTS }),
  "popup-changed": popup({ ...MEETING, since, security: { ...SECURITY, comparison: CHANGED } }),
  "settings-people": () => (
    <SettingsPage
      servers={[]}
      onAdd={async () => "guarded"}
      onRemove={nothing}
      lasting={{ lasting: "made", onCreate: nothing, onDelete: nothing }}
      known={{ known: KNOWN, onForget: nothing, onForgetAll: nothing }}
      coding="vp8"
      onCoding={nothing}
      release={VERIFIED}
    />
  ),
}
