// Releases that must not be used any more. The list is part of a signed release and has an end, so that nobody can keep
// it from a browser for ever without being noticed.

import { ReleaseError } from "./errors.ts"
import type { Revocations } from "./release.ts"

/** The list that was issued last; of two of one moment the first. */
export function newest(lists: readonly [Revocations, ...Revocations[]]): Revocations {
  return lists.reduce((best, list) => (Date.parse(list.issued) > Date.parse(best.issued) ? list : best))
}

/** Checks a release by the newest list known; throws ReleaseError `revoked`, `revocations-expired`. */
export function verifyNotRevoked(digest: string, { releases, expires }: Revocations, now: Date): void {
  if (releases.includes(digest)) throw new ReleaseError("revoked", "a later release revokes this one")
  if (Date.parse(expires) < now.getTime()) throw new ReleaseError("revocations-expired", `the list ended on ${expires}`)
}
