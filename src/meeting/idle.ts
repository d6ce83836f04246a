// What the engine is about when there is no visit.

import type { MeetingLink } from "../links/link.ts"
import type { MeetingFault, MeetingPhase } from "./snapshot.ts"

/** What somebody wanted, for which the verdict on this client is awaited. */
export type Wanted = WantedLink | WantedMeeting

interface WantedLink {
  readonly kind: "open"
  readonly link: MeetingLink
  /** The package's paths, as a page of the extension lists them; null where it does not. */
  readonly listed: readonly string[] | null
}

export interface WantedMeeting {
  readonly kind: "create"
  /** Origin. */
  readonly server: string
  readonly name: string
  /** As in WantedLink. */
  readonly listed: readonly string[] | null
}

export type Idle =
  | { readonly kind: "idle" }
  | { readonly kind: "checking"; readonly wanted: Wanted }
  | { readonly kind: "barred"; readonly wanted: Wanted }
  | { readonly kind: "creating"; readonly server: string }
  | { readonly kind: "failed"; readonly fault: MeetingFault }

/** The link whose meeting is about to be opened. */
export function wantedLink(idle: Idle): MeetingLink | null {
  const wanted = idle.kind === "checking" ? idle.wanted : null
  return wanted?.kind === "open" ? wanted.link : null
}

export function describeIdle(idle: Idle): MeetingPhase {
  switch (idle.kind) {
    case "idle":
    case "checking":
    case "barred":
      return { phase: idle.kind }
    case "creating":
      return { phase: "creating", host: new URL(idle.server).host }
    case "failed":
      return { phase: "ended", meeting: null, fault: idle.fault, by: null }
  }
}
