// Others who built a release from its commit, got the same bytes and signed that they did. Counted, and shown by name:
// N of the M that the policy knows.

import { fromUtf8, utf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { ReleaseError } from "./errors.ts"
import type { Rebuilder, ReleasePolicy } from "./policy.ts"
import type { Release } from "./release.ts"
import type { TrustRoot } from "./trust-root.ts"
import { type TrustedSigner, verifyBundle } from "./verify-bundle.ts"

const MAX_REBUILDS = 100
const PREDICATE_TYPE = "urn:wardroom:rebuild:1"

export interface Rebuilds {
  /** Names of the policy's rebuilders that attest to the release, each once, in the policy's order. */
  readonly by: readonly string[]
  readonly needed: number
  readonly known: number
}

/** The bundles of release.rebuilds.json, a JSON array. One that cannot be read holds none: it can only add. */
export function readRebuilds(bytes: Uint8Array | null): readonly Uint8Array[] {
  try {
    const bundles: unknown = bytes && JSON.parse(fromUtf8(bytes))
    return Array.isArray(bundles) ? bundles.slice(0, MAX_REBUILDS).map((bundle) => utf8(JSON.stringify(bundle))) : []
  } catch (error) {
    // No JSON, or nested beyond the stack: nobody signs this file.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return []
    throw error
  }
}

/**
 * Counts the rebuilders of the policy with a verified attestation (Sigstore bundle, statement over release.json).
 * Anything else among `attestations` counts for nobody: a bad one must not be able to hide the good ones.
 */
export async function countRebuilders(
  { rebuilders, bundleVersions }: ReleasePolicy,
  trustRoot: TrustRoot,
  { bytes, release }: { readonly bytes: Uint8Array; readonly release: Release },
  attestations: readonly Uint8Array[],
): Promise<Rebuilds> {
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
  const by = (await Promise.all(rebuilders.of.map(namesOf))).flat()
  return { by, needed: rebuilders.needed, known: rebuilders.of.length }
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
