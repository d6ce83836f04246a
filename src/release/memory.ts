// What this browser has seen of releases. A release that was good stays good for its signature, so only memory notices
// that a newer one was taken back, or that two releases claim the same place in the row.

import { ReleaseError } from "./errors.ts"
import type { LoggedAt } from "./inclusion.ts"
import type { IdentifiedRelease, Release } from "./release.ts"

/** A signer as the policy writes it, its version still open. */
export interface SignerTemplate {
  readonly issuer: string
  readonly subject: string
}

/** The newest release seen. Kept by the caller, per browser. */
export interface Memory {
  readonly sequence: number
  readonly digest: string
  readonly signer: SignerTemplate
  /** Announced by it as a later release's. */
  readonly nextSigner: SignerTemplate | null
  readonly log: LoggedAt
}

/** `gap`: releases between were never seen, so nobody here saw their chain. `logged-earlier`: than the one before it. */
export type MemoryWarning = "gap" | "logged-earlier"

export interface Seen {
  readonly memory: Memory
  readonly warnings: readonly MemoryWarning[]
}

export function isSameSigner(a: SignerTemplate, b: SignerTemplate): boolean {
  return a.issuer === b.issuer && a.subject === b.subject
}

/** What is judged: a release whose signature, log entry and files are verified. */
export interface Candidate extends Omit<IdentifiedRelease, "bytes"> {
  readonly signer: SignerTemplate
  readonly log: LoggedAt
}

/**
 * Holds a release against what was seen and returns what to remember; throws ReleaseError `identity`, `rolled-back`,
 * `forked`, `chain-broken`. The first release ever seen is believed.
 */
export function remember(memory: Memory | null, candidate: Candidate): Seen {
  const { release, digest, signer, log } = candidate
  const next = { sequence: release.sequence, digest, signer, nextSigner: release.nextIdentity, log }
  if (!memory) return { memory: next, warnings: [] }
  if (release.sequence < memory.sequence) {
    throw new ReleaseError("rolled-back", `release ${release.sequence} is older than ${memory.sequence}, seen before`)
  }
  if (release.sequence === memory.sequence) {
    if (digest !== memory.digest) {
      throw new ReleaseError("forked", `release ${release.sequence} is ${digest}, and ${memory.digest} was seen before`)
    }
    return { memory: next, warnings: [] }
  }
  verifySuccessor(memory, release)
  verifySuccession(memory, signer)
  return { memory: next, warnings: warningsOf(memory, candidate) }
}

function verifySuccessor(memory: Memory, { sequence, previous }: Release): void {
  if (sequence === memory.sequence + 1 && previous !== memory.digest) {
    const found = `names ${previous ?? "none"} as the one before it`
    throw new ReleaseError("chain-broken", `release ${sequence} ${found}, and ${memory.digest} was seen before`)
  }
}

// An identity is announced at least one release before it is used. Across a gap the announcement may have been in a
// release that was never seen here: that is no reason to believe in it.
function verifySuccession({ signer: before, nextSigner }: Memory, signer: SignerTemplate): void {
  const isKnown = [before, nextSigner].some((known) => known !== null && isSameSigner(known, signer))
  if (!isKnown) throw new ReleaseError("identity", "the signer changed, and no release seen before announced it")
}

function warningsOf(memory: Memory, { release, log }: Candidate): readonly MemoryWarning[] {
  const isGap = release.sequence > memory.sequence + 1
  const isEarlier = log.log === memory.log.log && log.logIndex < memory.log.logIndex
  return [...(isGap ? (["gap"] as const) : []), ...(isEarlier ? (["logged-earlier"] as const) : [])]
}
