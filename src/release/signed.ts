// All that takes Sigstore's library to judge. It is much code, so it is loaded when there is something to judge, and the
// rest of a check goes without it.

import { attesting } from "./rebuilders.ts"
import type { IdentifiedRelease } from "./release.ts"
import { decodeTrustRoot } from "./trust-root.ts"
import type { PackageTrust } from "./verify-package.ts"
import { type VerifiedRelease, verifyRelease } from "./verify-release.ts"

/** Verifies release.json by its bundle and the trust that comes with the package; rejects with ReleaseError. */
export async function verifySignature(
  { policy, trustRoot, localTrustRoot, announced }: PackageTrust,
  identified: IdentifiedRelease,
  bundle: Uint8Array,
): Promise<VerifiedRelease> {
  const trust = {
    policy,
    trustRoot: decodeTrustRoot(trustRoot),
    localTrustRoot: localTrustRoot && decodeTrustRoot(localTrustRoot),
    announced,
  }
  return verifyRelease(trust, identified, bundle)
}

/** Names of the policy's rebuilders that attest to the release, in the policy's order. */
export function rebuildersOf(
  { policy, trustRoot, localTrustRoot }: PackageTrust,
  release: IdentifiedRelease,
  attestations: readonly Uint8Array[],
): Promise<readonly string[]> {
  return attesting(policy, decodeTrustRoot(localTrustRoot ?? trustRoot), release, attestations)
}
