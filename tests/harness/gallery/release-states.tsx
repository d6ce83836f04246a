// The states that are about the running client's release: pages, popup and pre-join under each verdict.

import { signal } from "@preact/signals"
import type { VNode } from "preact"
import type { Snapshot } from "../../../src/meeting/snapshot.ts"
import type { ReleaseStatus } from "../../../src/release/status.ts"
import type { SelfTestState, StatementState } from "../../../src/ui/about-client.ts"
import { NO_NOTES } from "../../../src/ui/meeting-tab.ts"
import { AboutPage } from "../../../src/ui/pages/about-page.tsx"
import { BarredPage } from "../../../src/ui/pages/barred-page.tsx"
import { EnginePage } from "../../../src/ui/pages/engine-page.tsx"
import { PopupPage } from "../../../src/ui/pages/popup-page.tsx"
import { keepProfile } from "../../../src/ui/profile.ts"
import { paintedEngine } from "./painted-engine.ts"
import { type BARRED_NAMES, FAULT_NAMES, type RELEASE_STATE_NAMES } from "./release-state-names.ts"
import { LOCAL, NOW, packed, refused, UNSIGNED, VERIFIED, VERSION } from "./releases.ts"
import { ANA, BEN, CHIDI, MEETING, person, PRE_JOIN } from "./snapshots.ts"

const nothing = () => undefined

interface AboutExtras {
  readonly waiting?: string
  readonly selfTest?: SelfTestState
  readonly statement?: StatementState
}

function about(status: ReleaseStatus, { waiting, selfTest, statement }: AboutExtras = {}) {
  return () => (
    <AboutPage
      client={{
        status: signal(status),
        isChecking: signal(status.state === "checking"),
        selfTest: signal(selfTest ?? { step: "idle" }),
        statement: signal(statement ?? { step: "idle" }),
        check: async () => {},
        pardon: async () => "wrong-version",
        runSelfTest: async () => {},
        stopSelfTest: nothing,
        bring: async () => {},
      }}
      version={VERSION}
      waiting={waiting ?? null}
      now={() => NOW}
    />
  )
}

function barred(status: ReleaseStatus) {
  return () => <BarredPage status={status} version={VERSION} onPardon={async () => "wrong-version"} onAgain={nothing} />
}

function popup(snapshot: Snapshot) {
  return () => (
    <PopupPage
      engine={{ state: "there", engine: paintedEngine(snapshot), snapshot }}
      servers={["https://meet.example.org"]}
      interrupted={null}
      lastRelease={null}
      onReturn={nothing}
      onNewMeeting={nothing}
      onOpenLink={async () => "not-a-link"}
    />
  )
}

function enginePage(snapshot: Snapshot) {
  return () => (
    <EnginePage
      engine={paintedEngine(snapshot)}
      snapshot={snapshot}
      notes={NO_NOTES}
      profile={keepProfile({ getItem: () => "Ana", setItem: nothing })}
      viewLock="view:gallery"
      version={VERSION}
      servers={[]}
      actions={{ open: nothing, create: nothing, checkAgain: nothing }}
      onAskDevices={async () => {}}
      onOpenLink={async () => "not-a-link"}
    />
  )
}

const imported: StatementState = {
  step: "release",
  release: {
    version: "1.3.0",
    sequence: 8,
    digest: VERIFIED.facts.digest,
    signedAt: new Date(Date.UTC(2026, 0, 18, 8, 30)),
    log: VERIFIED.facts.log,
    revoked: 1,
  },
}
const failedTest: SelfTestState = {
  step: "done",
  result: {
    total: 70,
    failures: [{ name: "checkpoint-wrong-roothash_fail", expected: "checkpoint", got: null }],
    ms: 4200,
  },
}
const another = { kind: "another", version: "1.1.0" } as const
const others = [
  { ...BEN, release: { kind: "yours", version: VERSION } as const },
  { ...CHIDI, release: another },
  person(3, "Dora", { release: { kind: "yours", version: VERSION } }),
]
const you = { ...ANA, release: { kind: "yours", version: VERSION } as const }
const mixed: Snapshot = { ...MEETING, release: VERIFIED, people: [you, ...others], since: Date.now() - 761_000 }

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those names, one each
export const BARRED_STATES = Object.fromEntries(
  FAULT_NAMES.map((fault) => [`barred-${fault}`, barred(refused(fault))]),
) as Readonly<Record<(typeof BARRED_NAMES)[number], () => VNode>>

export const RELEASE_STATES: Readonly<Record<(typeof RELEASE_STATE_NAMES)[number], () => VNode>> = {
  checking: enginePage({ phase: "checking", release: { state: "checking" } }),
  "barred-unsigned": barred(packed(UNSIGNED)),
  "barred-local": barred(packed(LOCAL)),
  "about-checking": about({ state: "checking" }),
  "about-verified": about(VERIFIED, { waiting: "1.3.0" }),
  "about-local": about(LOCAL),
  "about-unsigned": about(UNSIGNED),
  "about-refused": about(refused("file-changed")),
  "about-forked": about(refused("forked")),
  "about-pardoned": about(refused("rolled-back", "given")),
  "about-warnings": about(
    {
      ...VERIFIED,
      facts: {
        ...VERIFIED.facts,
        warnings: ["gap", "logged-earlier"],
        rebuilds: { by: [], needed: 2, known: 3 },
        revocations: { ...VERIFIED.facts.revocations, count: 0 },
      },
    },
    { statement: { step: "wrong-files" } },
  ),
  "about-testing": about(VERIFIED, {
    selfTest: { step: "running", done: 23, total: 70 },
    statement: { step: "reading" },
  }),
  "about-tested": about(VERIFIED, {
    selfTest: { step: "done", result: { total: 70, failures: [], ms: 4234 } },
    statement: imported,
  }),
  "about-failed": about(VERIFIED, {
    selfTest: failedTest,
    statement: { step: "refused", fault: "identity", detail: "the policy names nobody" },
  }),
  "popup-verified": popup({ phase: "idle", release: VERIFIED }),
  "popup-refused": popup({ phase: "barred", release: refused("file-changed") }),
  "popup-checking": popup({ phase: "checking", release: { state: "checking" } }),
  "popup-releases": popup(mixed),
  "meeting-releases": enginePage(mixed),
  "pre-join-verified": enginePage({ ...PRE_JOIN, release: VERIFIED }),
  "pre-join-pardoned": enginePage({ ...PRE_JOIN, release: refused("rolled-back", "given") }),
}
