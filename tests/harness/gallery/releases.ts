// What checks of a release could have said, for drawing pages without one.

import type { ReleaseFault } from "../../../src/release/errors.ts"
import type { CheckedStatus, Good, Refused, Unsigned } from "../../../src/release/status.ts"

export const VERSION = "1.2.0"
const CHECKED_AT = Date.UTC(2026, 0, 15, 10, 42)
/** Fifteen days after the trust root was fetched. */
export const NOW = Date.UTC(2026, 0, 20, 9, 0)
const DIGEST = "7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"

export const VERIFIED: Good = {
  state: "verified",
  mayMeet: true,
  checkedAt: CHECKED_AT,
  facts: {
    version: VERSION,
    sequence: 7,
    commit: "4e25fa1c0a9d3b7788f0e1d2c3b4a5968778695a",
    digest: DIGEST,
    log: { log: "rekor.sigstore.dev", logIndex: 412_345_678n, treeSize: 1_300_456_789n },
    signedAt: new Date(Date.UTC(2026, 0, 10, 14, 5)),
    rebuilds: { by: ["Chaos Computer Club", "Freie Uni"], needed: 2, known: 3 },
    trustRootDate: "2026-01-05",
    warnings: [],
    revocations: { count: 1, expires: new Date(Date.UTC(2026, 6, 10)) },
  },
}

export const LOCAL: Good = {
  ...VERIFIED,
  state: "local",
  facts: {
    ...VERIFIED.facts,
    log: { log: "127.0.0.1:4007", logIndex: 3n, treeSize: 4n },
    rebuilds: { by: [], needed: 1, known: 0 },
  },
}

export const UNSIGNED: Unsigned = { state: "unsigned", mayMeet: true, checkedAt: CHECKED_AT }

const DETAILS: Partial<Record<ReleaseFault, string>> = {
  "file-changed": "assets/engine-page-D4f1kX2a.js",
  "file-added": "assets/more.js",
  "rolled-back": "release 7 is older than 9, seen before",
}
const PARDONABLE: readonly ReleaseFault[] = ["rolled-back", "forked", "chain-broken"]

export function refused(fault: ReleaseFault, pardon: Refused["pardon"] = null): Refused {
  const release = { state: "verified", version: VERSION, sequence: 7, digest: DIGEST } as const
  const isPardonable = PARDONABLE.includes(fault)
  return {
    state: "refused",
    mayMeet: pardon === "given",
    checkedAt: CHECKED_AT,
    fault,
    detail: DETAILS[fault] ?? "what the check said about it",
    release: isPardonable || fault === "revoked" ? release : null,
    pardon: pardon ?? (isPardonable ? "possible" : null),
  }
}

/** The same build where it may not meet: installed and not unpacked. */
export function packed<S extends CheckedStatus>(status: S): S {
  return { ...status, mayMeet: false }
}
