// A release beside others that the reader knows: revocations, and the chain of sequence and previous digest.

import { demand } from "../verdict.ts"
import type { Release } from "./release-file.ts"
import type { Terms } from "./check-package.ts"

/** Releases the reader holds already, each of them verified. */
export interface KnownReleases {
  readonly previous: Release | null
  /** A newer one, whose list of revocations counts instead of the package's own. */
  readonly newer: Release | null
}

/** Refuses (revoked, revocations-expired, rolled-back, forked, chain-broken), or gives what is only worth a warning. */
export function checkHistory(release: Release, isSigned: boolean, { known, now }: Terms): readonly string[] {
  const { newer, previous } = known
  const list = [newer, previous]
    .filter((one) => one !== null)
    .reduce((best, one) => (one.revocations.issued > best.revocations.issued ? one : best), release)
  const isRevoked = list.revocations.releases.includes(release.digest)
  demand(!isRevoked, "revoked", `release ${list.version} revokes this one`)
  const isCurrent = now <= list.revocations.expires
  const expiry = list.revocations.expires.toISOString()
  demand(isCurrent, "revocations-expired", `the list of revoked releases expired at ${expiry}: give a newer release`)
  if (previous === null || !isSigned) return []
  demand(previous.sequence <= release.sequence, "rolled-back", `release ${previous.version} is newer than this one`)
  const isFork = previous.sequence === release.sequence && previous.digest !== release.digest
  demand(!isFork, "forked", `sequence ${release.sequence} is also release ${previous.digest}`)
  if (previous.sequence === release.sequence) return []
  const isNext = previous.sequence + 1 === release.sequence
  const names = release.previous === previous.digest
  demand(!isNext || names, "chain-broken", "the release names another one as the previous than the one before it")
  return isNext ? [] : [`${release.sequence - previous.sequence - 1} releases lie between the previous one and this`]
}
