// What is known of the running client's release, in one value: a state, which people read as a word, and what is behind
// it. Only a check makes one, and only here is decided whether such a client may meet.

import { type RefusedPackage, type RefusedRelease, ReleaseError, type ReleaseFault } from "./errors.ts"
import type { VerifiedPackage } from "./verify-package.ts"

/** How the extension came to be here (`management.getSelf`): "unpacked" means by the hand of whoever uses it. */
export type Installation = "unpacked" | "packed"

/** What an address of ours says of the installation, as `installed=unpacked`; anything else is packed. */
export function readInstallation(query: string): Installation {
  return new URLSearchParams(query).get("installed") === "unpacked" ? "unpacked" : "packed"
}

/** The same of what `management.getSelf` says. */
export function installationOf({ installType }: { readonly installType: string }): Installation {
  return installType === "development" ? "unpacked" : "packed"
}

export interface ReleaseFacts extends Omit<
  VerifiedPackage,
  "state" | "authority" | "paths" | "memory" | "revocations"
> {
  /** How many releases the newest revocation list names, and until when it holds. */
  readonly revocations: { readonly count: number; readonly expires: Date }
}

/** `mayMeet`: whether a meeting may begin. `checkedAt`: milliseconds of the epoch of time. */
interface Checked {
  readonly mayMeet: boolean
  readonly checkedAt: number
}

export interface Good extends Checked {
  /** "local": signed by the build's own test authority; never to be called verified. */
  readonly state: "verified" | "local"
  readonly facts: ReleaseFacts
}

export interface Unsigned extends Checked {
  readonly state: "unsigned"
}

export interface Refused extends Checked {
  readonly state: "refused"
  readonly fault: ReleaseFault
  /** In English, for whoever helps; says nothing about meetings. */
  readonly detail: string
  /** Which release it is, where signature and files are as they should be; null where nothing can be said of it. */
  readonly release: RefusedRelease | null
  /**
   * Whether the person may go on by typing the version (design §9): "possible" where memory alone objects, "given" once
   * they did, for this very release; null where nothing may excuse it.
   */
  readonly pardon: "possible" | "given" | null
}

export type CheckedStatus = Good | Unsigned | Refused
export type ReleaseStatus = { readonly state: "checking" } | CheckedStatus

/** What is known of a release that is as it was published; null of any other, and before the check. */
export function factsOf(status: ReleaseStatus): ReleaseFacts | null {
  return status.state === "verified" || status.state === "local" ? status.facts : null
}

/** Which release it is, refused or not; null where nothing can be said of it. */
export function releaseOf(status: ReleaseStatus): Omit<RefusedRelease, "state"> | null {
  return status.state === "refused" ? status.release : factsOf(status)
}

/** A check that could not be done, for whatever reason: no verdict, and no meeting. */
export function unchecked(reason: unknown, checkedAt: number): Refused {
  const detail = reason instanceof Error ? reason.message : "unknown failure"
  const fault = "worker-failed"
  return { state: "refused", mayMeet: false, checkedAt, fault, detail, release: null, pardon: null }
}

/** What came of checking a package. */
export type CheckOutcome = VerifiedPackage | ReleaseError

/** That a person goes on with a release although memory objects to it: this release, and this objection. */
export interface Pardon {
  /** The release's digest, hexadecimal. */
  readonly digest: string
  readonly fault: ReleaseFault
}

export interface Circumstances {
  readonly installation: Installation
  readonly pardons: readonly Pardon[]
  /** Milliseconds of the epoch of time. */
  readonly checkedAt: number
}

/** What memory alone objects to: the release itself is as it was published. */
const PARDONABLE: readonly ReleaseFault[] = ["rolled-back", "forked", "chain-broken"]

/** Decides what a check means here. */
export function judgeCheck(outcome: CheckOutcome, circumstances: Circumstances): CheckedStatus {
  if (outcome instanceof ReleaseError) return judgeRefusal(outcome, circumstances)
  const { installation, checkedAt } = circumstances
  const { state, authority: _, paths: __, memory: ___, revocations, ...facts } = outcome
  const { releases, expires } = revocations
  return {
    state,
    mayMeet: isAllowed(state, installation),
    checkedAt,
    facts: { ...facts, revocations: { count: releases.length, expires: new Date(expires) } },
  }
}

function judgeRefusal({ fault, message, release }: ReleaseError, circumstances: Circumstances): Unsigned | Refused {
  const { installation, checkedAt, pardons } = circumstances
  if (fault === "unsigned") return { state: "unsigned", mayMeet: isAllowed("unsigned", installation), checkedAt }
  const pardon = pardonOf(fault, release, { installation, pardons })
  const shown = release && withoutPaths(release)
  return { state: "refused", mayMeet: pardon === "given", checkedAt, fault, detail: message, release: shown, pardon }
}

function withoutPaths({ state, version, sequence, digest }: RefusedPackage): RefusedRelease {
  return { state, version, sequence, digest }
}

function pardonOf(
  fault: ReleaseFault,
  release: RefusedRelease | null,
  { installation, pardons }: Pick<Circumstances, "installation" | "pardons">,
): Refused["pardon"] {
  // A pardon excuses what memory says, and not that such a build may not meet as it is installed.
  if (!release || !PARDONABLE.includes(fault) || !isAllowed(release.state, installation)) return null
  const isGiven = pardons.some((pardon) => pardon.digest === release.digest && pardon.fault === fault)
  return isGiven ? "given" : "possible"
}

// What the publisher did not sign meets only where somebody put it there by hand: else taking the signature away would
// be a way around it (design §9).
function isAllowed(state: "verified" | "local" | "unsigned", installation: Installation): boolean {
  return state === "verified" || installation === "unpacked"
}
