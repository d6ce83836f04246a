// Where a membership stands with regard to the one commit that may be undecided. Pure.
//
//               ┌──ours is sent────► committing ──final──► settled          (undone: settled, and tried again)
//   settled ────┼──followed────────► provisional ─final──► settled          (undone: settled in the epoch before)
//               ├──removes us──────► leaving ─────final──► over             (undone: settled)
//               └──refused─────────► refusing ────final──► parted, for good (undone: settled)

import { isEqual } from "../bytes/bytes.ts"
import type { Deed, LeavingReason } from "./deed.ts"
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

export type Standing =
  | { readonly kind: "settled" }
  | { readonly kind: "committing"; readonly own: OwnCommit }
  /** Our epoch is the one this commit began, and may be taken back. */
  | { readonly kind: "provisional"; readonly commit: Uint8Array }
  | { readonly kind: "leaving"; readonly commit: Uint8Array; readonly reason: LeavingReason; readonly deed: Deed }
  | ({ readonly kind: "refusing" } & RefusedCommit)
  | { readonly kind: "parted" }
  | { readonly kind: "over" }

type Of<K extends Standing["kind"]> = Extract<Standing, { readonly kind: K }>

/** A commit is undecided: ours, or somebody else's with what became of it here. */
type Undecided = Of<"committing" | "provisional" | "leaving" | "refusing">

export type StandingEvent =
  /** A commit was taken up, and is undecided from now on. */
  | Undecided
  /** It stays. */
  | { readonly kind: "final" }
  /** It does not count: restored, stale, or given up. */
  | { readonly kind: "undone" }
  /** We are out of the group, or done with it. */
  | { readonly kind: "closed" }

/** Throws RangeError where a commit is taken up while another one is undecided. */
export function nextStanding(standing: Standing, event: StandingEvent): Standing {
  if (event.kind === "closed" || standing.kind === "over") return { kind: "over" }
  if (standing.kind === "parted") return standing
  switch (event.kind) {
    case "committing":
    case "provisional":
    case "leaving":
    case "refusing":
      if (mayTakeUp(event, standing)) return event
      throw new RangeError(`a commit is undecided already: ${event.kind} while ${standing.kind}`)
    case "final":
      return whenFinal(standing)
    case "undone":
      return { kind: "settled" }
  }
}

/** While ours is on its way, somebody else's may be the one that counts. */
function mayTakeUp(commit: Undecided, { kind }: Standing): boolean {
  return kind === "settled" || (kind === "committing" && commit.kind !== "committing")
}

function whenFinal({ kind }: Exclude<Standing, Of<"parted" | "over">>): Standing {
  if (kind === "refusing") return { kind: "parted" }
  return { kind: kind === "leaving" ? "over" : "settled" }
}

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

/**
 * What a commit of the service's log is to us. `ours`: the one that we sent. `known`: we had it. `replaces`: it
 * counts in place of the undecided one; `confirms`: it comes after that one, which is final then. `follows`: it begins the
 * next epoch. `ahead`: commits before it are missing.
 */
export type CommitPlace = "ours" | "known" | "replaces" | "confirms" | "follows" | "ahead"

/** `epoch` is ours; the commit's is the one that it begins. */
export function placeOf(
  pushed: { readonly epoch: bigint; readonly commit: Uint8Array },
  standing: Standing,
  epoch: bigint,
): CommitPlace {
  if (standing.kind === "committing" && isEqual(pushed.commit, standing.own.pending.commit)) return "ours"
  const undecided = undecidedEpoch(standing, epoch)
  if (undecided !== null && pushed.epoch > undecided) return "confirms"
  if ("commit" in standing && pushed.epoch === undecided) {
    return isEqual(pushed.commit, standing.commit) ? "known" : "replaces"
  }
  if (pushed.epoch > epoch + 1n) return "ahead"
  return pushed.epoch === epoch + 1n ? "follows" : "known"
}
