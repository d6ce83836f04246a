// Others who built a release from its commit, got the same bytes and signed that they did.

import type { CborValue } from "../bytes/cbor.ts"
import { ReleaseError } from "./errors.ts"
import type { Rebuilder, ReleasePolicy } from "./policy.ts"
import type { Release } from "./release.ts"
import type { TrustRoot } from "./trust-root.ts"
import { type TrustedSigner, verifyBundle } from "./verify-bundle.ts"

const PREDICATE_TYPE = "urn:wardroom:rebuild:1"

/**
 * Names of the policy's rebuilders with a verified attestation (Sigstore bundle, statement over release.json), each once,
 * in the policy's order. Anything else among `attestations` counts for nobody: a bad one must not be able to hide the good
 * ones.
 */
export async function attesting(
  { rebuilders, bundleVersions }: ReleasePolicy,
  trustRoot: TrustRoot,
  { bytes, release }: { readonly bytes: Uint8Array; readonly release: Release },
  attestations: readonly Uint8Array[],
): Promise<readonly string[]> {
  const attests = async (rebuilder: Rebuilder, attestation: Uint8Array): Promise<boolean> => {
    const content = { predicateType: PREDICATE_TYPE }
    const policy = { trust: toTrust(rebuilder), versions: bundleVersions, content }
    try {
      const { statement } = await verifyBundle(policy, trustRoot, attestation, bytes)
      return isReproduced(statement?.predicate ?? null, release)
    } catch (error) {
      if (error instanceof ReleaseError) return false
      throw error
    }
  }
  const namesOf = async (rebuilder: Rebuilder): Promise<readonly string[]> => {
    const found = await Promise.all(attestations.map((attestation) => attests(rebuilder, attestation)))
    return found.includes(true) ? [rebuilder.name] : []
  }
  return (await Promise.all(rebuilders.of.map(namesOf))).flat()
}

function toTrust(rebuilder: Rebuilder): TrustedSigner {
  if (rebuilder.kind === "key") return rebuilder
  const { issuer, subject } = rebuilder
  return { kind: "identity", identities: [{ issuer, subject, build: null }] }
}

function isReproduced(predicate: CborValue, { commit }: Release): boolean {
  if (typeof predicate !== "object" || predicate === null || !("commit" in predicate)) return false
  return predicate["commit"] === commit && "reproduced" in predicate && predicate["reproduced"] === true
}
