// Where a membership stands with regard to the one commit that may be undecided.

import { isEqual } from "../bytes/bytes.ts"
import type { EpochChange } from "../media/epoch.ts"
import { MlsError, PolicyError } from "../mls/errors.ts"
import type { CommitReport } from "../mls/session-options.ts"
import type { BuiltCommit } from "./own-commits.ts"

/**
 * A commit of ours whose outcome is not known: on its way, provisional at the service, or lost with the connection so
 * that the service may never have seen it.
 */
export interface OwnCommit extends BuiltCommit {
  state: "sent" | "provisional" | "lost"
}

/** A commit that we refused; `author` is null where its signatures prove none. */
export interface RefusedCommit {
  readonly commit: Uint8Array
  readonly author: Uint8Array | null
}

/** Why a commit takes us out: a host's order, or anything that lets us come back. */
export type LeavingReason = "order" | "other"

export type Standing =
  | { readonly kind: "settled" }
  | { readonly kind: "committing"; readonly own: OwnCommit }
  /** Our epoch is the one this commit began, and may be taken back. */
  | { readonly kind: "provisional"; readonly commit: Uint8Array }
  | { readonly kind: "leaving"; readonly commit: Uint8Array; readonly reason: LeavingReason; readonly deed: Deed }
  | ({ readonly kind: "refusing" } & RefusedCommit)
  | { readonly kind: "parted" }
  | { readonly kind: "over" }

export const SETTLED: Standing = { kind: "settled" }

/** The epoch that began or would begin with the one commit that the service has yet to decide about; `epoch` is ours. */
export function undecidedEpoch(standing: Standing, epoch: bigint): bigint | null {
  switch (standing.kind) {
    case "provisional":
      return epoch
    case "refusing":
    case "leaving":
      return epoch + 1n
    case "committing":
      return standing.own.state === "provisional" ? epoch + 1n : null
    case "settled":
    case "parted":
    case "over":
      return null
  }
}

export function changeOf(report: CommitReport): EpochChange {
  if (report.removed.some(({ reason }) => reason !== "replaced")) return "removal"
  return report.kind === "join" ? "join" : "other"
}

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

export function whyLeft({ removed }: CommitReport, identityKey: Uint8Array): LeavingReason {
  const own = removed.find((leaf) => isEqual(leaf.identityKey, identityKey))
  return own?.reason === "order" ? "order" : "other"
}

/** Whether MLS refused the commit, and did not itself fail. */
export function isRefusal(error: unknown): error is PolicyError | MlsError {
  return error instanceof PolicyError || (error instanceof MlsError && error.fault === "unreadable-commit")
}
