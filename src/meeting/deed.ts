// What a commit did, besides the epoch that it began. Pure.

import { isEqual } from "../bytes/bytes.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { CommitReport } from "../mls/session-options.ts"

/** What one person did by a commit, as others are told. */
export interface Deed {
  readonly author: Uint8Array
  /** Identity keys of those whom it put out by a host's order. */
  readonly expelled: readonly Uint8Array[]
}

export function deedOf({ author, removed }: CommitReport): Deed {
  const expelled = removed.filter(({ reason }) => reason === "order").map(({ identityKey }) => identityKey)
  return { author, expelled }
}

export function changeOf(report: CommitReport): EpochChange {
  if (report.removed.some(({ reason }) => reason !== "replaced")) return "removal"
  return report.kind === "join" ? "join" : "other"
}

/** Why a commit takes us out: a host's order, or anything that lets us come back. */
export type LeavingReason = "order" | "other"

export function whyLeft({ removed }: CommitReport, identityKey: Uint8Array): LeavingReason {
  const own = removed.find((leaf) => isEqual(leaf.identityKey, identityKey))
  return own?.reason === "order" ? "order" : "other"
}
