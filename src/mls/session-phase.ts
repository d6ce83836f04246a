// Where a session stands, and how it moves; the secrets of whatever it leaves behind are erased on the way.
//
//   joining ──finalize──► installed ──own commit──► committing ──finalize──► installed (next epoch)
//                            │  ▲                        └──discard──► installed
//                            │  └──── restore ────┐
//                            ├──receive──► provisional ──finalize──► installed (next epoch), or removed
//                            │
//                            ├──join successor──► succeeding ──finalize──► installed (successor's epoch)
//                            │                        └──discard──► installed
//                            └──found successor──► founded ──finalize, or its next commit──► installed
//                                                     └──discard──► installed (last good epoch)

import type { ClientState } from "ts-mls/clientState.js"
import { erase } from "./client-state.ts"
import { MlsError } from "./errors.ts"
import { install, type Installed, type Own } from "./installed.ts"

export type Phase =
  | { readonly kind: "joining"; readonly next: ClientState; readonly own: Own }
  | { readonly kind: "installed"; readonly current: Installed }
  | { readonly kind: "committing"; readonly current: Installed; readonly next: ClientState }
  | { readonly kind: "provisional"; readonly current: Installed; readonly previous: Installed }
  | { readonly kind: "removing"; readonly previous: Installed; readonly epoch: bigint }
  /** `current` is the predecessor's last good epoch, `next` the successor's, with a leaf of its own. */
  | { readonly kind: "succeeding"; readonly current: Installed; readonly next: ClientState; readonly own: Own }
  /** `current` is the successor's first epoch, `previous` the predecessor's last good one. */
  | { readonly kind: "founded"; readonly current: Installed; readonly previous: Installed }
  | { readonly kind: "ended"; readonly fault: "closed" | "removed" }

/** The epoch in use; throws MlsError when there is none. */
export function currentOf(phase: Phase): Installed {
  switch (phase.kind) {
    case "joining":
      throw new MlsError("not-joined", "the join is not final yet")
    case "removing":
      throw new MlsError("removed", "this leaf was removed")
    case "ended":
      throw ended(phase.fault)
    case "installed":
    case "committing":
    case "provisional":
    case "succeeding":
    case "founded":
      return phase.current
  }
}

/** The epoch in use, if it is final and the session is not on its way into a successor group. */
export function settledOf(phase: Phase): Installed {
  const current = currentOf(phase)
  if (phase.kind === "provisional") throw new MlsError("not-final", "the epoch is provisional")
  if (phase.kind === "succeeding") throw new MlsError("already-pending", "a join waits for its outcome")
  return current
}

/** The epoch in use as final, without a commit of its own under way. */
export function settled(phase: Phase): Installed {
  const current = settledOf(phase)
  if (phase.kind === "committing") erase(phase.next, current.state)
  if (phase.kind === "founded") erase(phase.previous.state, current.state)
  return current
}

/** What waited for the service's word stays: enters it and erases what was before. */
export async function finalized(phase: Phase, epoch: bigint): Promise<Phase> {
  switch (phase.kind) {
    case "joining":
      requireEpoch(epoch, phase.next.groupContext.epoch)
      return { kind: "installed", current: await install(phase.next, phase.own, null) }
    case "committing":
      requireEpoch(epoch, phase.next.groupContext.epoch)
      return entered(await install(phase.next, phase.current.own, phase.current), phase.current)
    case "succeeding":
      requireEpoch(epoch, phase.next.groupContext.epoch)
      return entered(await install(phase.next, phase.own, null), phase.current)
    case "provisional":
    case "founded":
      requireEpoch(epoch, phase.current.group.epoch)
      return entered(phase.current, phase.previous)
    case "removing":
      requireEpoch(epoch, phase.epoch)
      return endOf(phase, "removed")
    case "installed":
      throw new MlsError("nothing-pending", "no commit waits for its outcome")
    case "ended":
      throw ended(phase.fault)
  }
}

/** What this session wanted does not come about: back to the epoch before, or the end if it was a join. */
export function discarded(phase: Phase): Phase {
  switch (phase.kind) {
    case "joining":
      return endOf(phase, "closed")
    case "committing":
    case "succeeding":
      erase(phase.next, phase.current.state)
      return { kind: "installed", current: phase.current }
    case "founded":
      return entered(phase.previous, phase.current)
    case "installed":
    case "provisional":
    case "removing":
      throw new MlsError("nothing-pending", "no own commit waits")
    case "ended":
      throw ended(phase.fault)
  }
}

/** Somebody's provisional commit was taken back. */
export function restored(phase: Phase): Phase {
  if (phase.kind === "provisional") return entered(phase.previous, phase.current)
  if (phase.kind === "removing") return { kind: "installed", current: phase.previous }
  throw new MlsError("nothing-to-restore", "no epoch is provisional")
}

/** Erases all secrets. */
export function endOf(phase: Phase, fault: "closed" | "removed"): Phase {
  if ("next" in phase) erase(phase.next, null)
  if ("current" in phase) erase(phase.current.state, null)
  if ("previous" in phase) erase(phase.previous.state, null)
  return { kind: "ended", fault }
}

/** `current` stays, `other` goes. */
function entered(current: Installed, other: Installed): Phase {
  erase(other.state, current.state)
  return { kind: "installed", current }
}

function requireEpoch(epoch: bigint, expected: bigint): void {
  if (epoch !== expected) throw new MlsError("wrong-epoch", `"epoch" must be ${expected}, got ${epoch}`)
}

function ended(fault: "closed" | "removed"): MlsError {
  return new MlsError(fault, fault === "closed" ? "the session is closed" : "this leaf was removed")
}
