// Is release.json what its signature says, and whose? By the publisher's identity and the public trust root, or, where
// a build brings a trust root of its own, by a throw-away authority that only ever shows a local build.

import { ReleaseError } from "./errors.ts"
import type { SignerIdentity } from "./identity.ts"
import type { LoggedAt } from "./inclusion.ts"
import { isSameSigner, type SignerTemplate } from "./memory.ts"
import { type PolicyIdentity, type ReleasePolicy, signerOf } from "./policy.ts"
import type { IdentifiedRelease, Release } from "./release.ts"
import type { TrustRoot } from "./trust-root.ts"
import { verifyBundle } from "./verify-bundle.ts"

/** The name of the policy's identity that goes with a trust root of the build's own, and with no other. */
const LOCAL = "local"

export interface ReleaseTrust {
  readonly policy: ReleasePolicy
  readonly trustRoot: TrustRoot
  /** From the package of a local build. Such a package is never more than local, whoever else signed it. */
  readonly localTrustRoot: TrustRoot | null
  /** Whom releases seen before had or announced as signer; they count beside the policy's. */
  readonly announced: readonly SignerTemplate[]
}

export interface VerifiedRelease extends IdentifiedRelease {
  readonly state: "verified" | "local"
  readonly signer: SignerTemplate
  readonly log: LoggedAt
  readonly signedAt: Date
}

/** Verifies release.json by its bundle; rejects with a BundleFault. */
export async function verifyRelease(
  { policy, trustRoot, localTrustRoot, announced }: ReleaseTrust,
  identified: IdentifiedRelease,
  bundle: Uint8Array,
): Promise<VerifiedRelease> {
  const ofPolicy = policy.identities.filter(({ name }) => (name === LOCAL) === (localTrustRoot !== null))
  const strangers = announced.filter((template) => !ofPolicy.some((known) => isSameSigner(known, template)))
  const candidates = [...ofPolicy, ...strangers].flatMap((template) => withSigner(template, identified.release))
  const { identity, log, signedAt } = await verifyBundle(
    {
      trust: { kind: "identity", identities: candidates.map(({ identity }) => identity) },
      versions: policy.bundleVersions,
      content: "artifact",
    },
    localTrustRoot ?? trustRoot,
    bundle,
    identified.bytes,
  )
  const signer = candidates.find((candidate) => candidate.identity === identity)?.template
  if (!signer) throw new ReleaseError("identity", "the policy names nobody")
  const { issuer, subject } = signer
  return {
    ...identified,
    state: localTrustRoot ? "local" : "verified",
    signer: { issuer, subject },
    log,
    signedAt,
  }
}

interface CandidateSigner {
  readonly template: SignerTemplate
  readonly identity: SignerIdentity
}

function withSigner(template: SignerTemplate & Partial<PolicyIdentity>, release: Release): readonly CandidateSigner[] {
  const identity = signerOf(template, release)
  return identity ? [{ template, identity }] : []
}
