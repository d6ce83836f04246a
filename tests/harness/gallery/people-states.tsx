// The states of people: who was verified, whose name misleads, who compared the code.

import type { VNode } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Person } from "../../../src/meeting/person.ts"
import type { Security } from "../../../src/meeting/security.ts"
import { PersonPage } from "../../../src/ui/parts/person-page.tsx"
import { SettingsPage } from "../../../src/ui/pages/settings-page.tsx"
import { enginePage, enginePageOf, nothing, popup, preJoin } from "./drawn.tsx"
import { paintedEngine } from "./painted-engine.ts"
import {
  aloud,
  BEN_KNOWN,
  CHIDI_NEW,
  CROWDS,
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
const ENGINE = paintedEngine(MEETING)

function personPage(person: Person) {
  return () => <PersonPage engine={paintedEngine(PEOPLE_MEETING)} person={person} camera="off" onClose={nothing} />
}

/** Goes on to the next crowd at each event of that name, as a tab does that follows the engine. */
function Following() {
  const [number, setNumber] = useState(0)
  useEffect(() => {
    const goOn = () => setNumber((before) => before + 1)
    document.addEventListener("next-crowd", goOn)
    return () => document.removeEventListener("next-crowd", goOn)
  }, [])
  return enginePageOf(ENGINE, { ...MEETING, ...CROWDS[number % CROWDS.length], since })
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
  "people-hundred": () => <Following />,
  "popup-hundred": popup({ ...MEETING, ...CROWDS[0], since }),
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
