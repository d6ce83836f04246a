// A release beside others that the reader knows: revocations, the chain of sequence and previous digest, and its signers.

import type { LogEntry } from "../sigstore/bundle.ts"
import { demand } from "../verdict.ts"
import type { Terms } from "./check-package.ts"
import type { CheckedSignature, SignerTemplate } from "./check-signature.ts"
import type { Release } from "./release-file.ts"

/** Releases the reader holds already, each of them verified. */
export interface KnownReleases {
  readonly previous: Release | null
  /** That of the previous release, where it is known. */
  readonly previousSignature: CheckedSignature | null
  /** A newer one, whose list of revocations counts instead of the package's own. */
  readonly newer: Release | null
}

/**
 * Refuses (revoked, revocations-expired, rolled-back, forked, chain-broken, identity), or gives what is only worth a
 * warning. A release whose signature was refused has no place in the chain.
 */
export function checkHistory(
  release: Release,
  signature: CheckedSignature | null,
  { known, now }: Terms,
): readonly string[] {
  checkRevocations(release, known, now)
  const { previous, previousSignature } = known
  if (previous === null || signature === null) return []
  checkSequence(release, previous)
  if (previous.sequence === release.sequence) return []
  const gap = release.sequence - previous.sequence - 1
  const warnings = gap === 0 ? [] : [`${gap} releases lie between the previous one and this`]
  if (previousSignature === null) return warnings
  const signers = [previousSignature.template, previous.nextIdentity].filter((one) => one !== null)
  const isKnown = signers.some((one) => isSameSigner(one, signature.template))
  demand(isKnown, "identity", "the signer changed, and the previous release did not announce it")
  const isEarlier = isLoggedEarlier(signature.verified.entries, previousSignature.verified.entries)
  return isEarlier ? [...warnings, "the log took this release earlier than the previous one"] : warnings
}

function checkRevocations(release: Release, { newer, previous }: KnownReleases, now: Date): void {
  const list = [newer, previous]
    .filter((one) => one !== null)
    .reduce((best, one) => (one.revocations.issued > best.revocations.issued ? one : best), release)
  const isRevoked = list.revocations.releases.includes(release.digest)
  demand(!isRevoked, "revoked", `release ${list.version} revokes this one`)
  const isCurrent = now <= list.revocations.expires
  const expiry = list.revocations.expires.toISOString()
  demand(isCurrent, "revocations-expired", `the list of revoked releases expired at ${expiry}: give a newer release`)
}

function checkSequence(release: Release, previous: Release): void {
  demand(previous.sequence <= release.sequence, "rolled-back", `release ${previous.version} is newer than this one`)
  const isFork = previous.sequence === release.sequence && previous.digest !== release.digest
  demand(!isFork, "forked", `sequence ${release.sequence} is also release ${previous.digest}`)
  const isNext = previous.sequence + 1 === release.sequence
  const names = release.previous === previous.digest
  demand(!isNext || names, "chain-broken", "the release names another one as the previous than the one before it")
}

function isSameSigner(a: SignerTemplate, b: SignerTemplate): boolean {
  return a.issuer === b.issuer && a.subject === b.subject
}

/** Indexes of different logs say nothing about each other. */
function isLoggedEarlier(entries: readonly LogEntry[], before: readonly LogEntry[]): boolean {
  return entries.some((entry) => before.some((one) => one.logId.equals(entry.logId) && entry.logIndex < one.logIndex))
}
