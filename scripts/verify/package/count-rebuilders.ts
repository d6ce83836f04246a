// N of M: how many independent rebuilders state that the commit gives this release.

import { verifyBundle } from "../sigstore/verify-bundle.ts"
import { RefusalError } from "../verdict.ts"
import type { Terms } from "./check-package.ts"
import type { Rebuilder } from "./policy.ts"
import type { Release } from "./release-file.ts"

export const REBUILD_PREDICATE = "urn:wardroom:rebuild:1"

export interface Rebuilds {
  readonly needed: number
  readonly of: number
  /** Names of those whose attestation verifies; each counts once. */
  readonly confirmed: readonly string[]
}

/** Counts the policy's rebuilders; an attestation that does not verify counts nothing. */
export function countRebuilders(
  releaseBytes: Buffer | null,
  release: Release | null,
  attestations: readonly Uint8Array[],
  terms: Terms,
): Rebuilds {
  const { needed, of } = terms.policy.rebuilders
  if (releaseBytes === null || release === null) return { needed, of: of.length, confirmed: [] }
  const confirmed = of.filter((rebuilder) =>
    attestations.some((attestation) => isBy(rebuilder, attestation, releaseBytes, release.commit, terms)),
  )
  return { needed, of: of.length, confirmed: confirmed.map(({ name }) => name) }
}

function isBy(
  { trust }: Rebuilder,
  attestation: Uint8Array,
  releaseBytes: Buffer,
  commit: string,
  { policy, trustRoot }: Terms,
): boolean {
  const unasked = { repository: null, sourceRef: null, runner: null, commit: null }
  const expected = "key" in trust ? trust : { identity: { ...trust, ...unasked } }
  const asked = { predicateType: REBUILD_PREDICATE }
  try {
    const bundlePolicy = { bundleVersions: policy.bundleVersions, trust: expected, asked }
    const { statement } = verifyBundle(bundlePolicy, trustRoot, attestation, releaseBytes)
    const predicate = statement?.predicate?.exactly("commit", "reproduced") ?? null
    return (
      predicate !== null && predicate.get("commit").string() === commit && predicate.get("reproduced").value === true
    )
  } catch (error) {
    if (error instanceof RefusalError) return false
    throw error
  }
}
