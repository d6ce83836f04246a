// The signature over release.json, by one of those who may sign.

import type { Identity } from "../sigstore/identity.ts"
import { type Verified, verifyBundle } from "../sigstore/verify-bundle.ts"
import { demand, RefusalError } from "../verdict.ts"
import type { SignedRelease, Terms } from "./check-package.ts"
import { identityFor, isFilledIn } from "./policy.ts"
import type { Release } from "./release-file.ts"

const LOCAL = "local"

/** A signer as policies and announcements write it, the version still open. */
export interface SignerTemplate {
  readonly issuer: string
  readonly subject: string
}

export interface CheckedSignature {
  /** The policy's name for the signer. */
  readonly signer: string
  readonly template: SignerTemplate
  readonly verified: Verified
}

interface Candidate {
  readonly name: string
  readonly template: SignerTemplate
  readonly identity: Identity
  readonly isFilledIn: boolean
}

/** Who signed, and what the bundle says; refuses with the bundle's kinds. */
export function checkSignature(signed: SignedRelease, release: Release, terms: Terms): CheckedSignature {
  let refusal: RefusalError | null = null
  for (const candidate of candidatesFor(release, terms)) {
    try {
      const { bundleVersions } = terms.policy
      const policy = { bundleVersions, trust: { identity: candidate.identity }, asked: "artifact" } as const
      const verified = verifyBundle(policy, terms.trustRoot, signed.bundle, signed.release)
      demand(candidate.isFilledIn, "identity", "the policy does not say yet whose repository signs releases")
      return { signer: candidate.name, template: candidate.template, verified }
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error
      refusal ??= error
      // Only another name helps against a wrong one.
      if (error.fault !== "identity") throw error
    }
  }
  throw refusal ?? new RefusalError("identity", "the policy names nobody who may sign")
}

function candidatesFor(release: Release, { policy, isLocal, known }: Terms): readonly Candidate[] {
  const candidates = policy.identities
    .filter(({ name }) => (name === LOCAL) === isLocal)
    .map((one) => ({
      name: one.name,
      template: one,
      identity: identityFor(one, release),
      isFilledIn: isFilledIn(one),
    }))
  const announced = isLocal ? null : (known.previous?.nextIdentity ?? null)
  if (announced === null || known.previous === null || known.previous.sequence >= release.sequence) return candidates
  const subject = announced.subject.replaceAll("{version}", release.version)
  const unasked = { repository: null, sourceRef: null, runner: null, commit: null }
  const identity = { ...unasked, issuer: announced.issuer, subject }
  const name = "announced by the previous release"
  return [...candidates, { name, template: announced, identity, isFilledIn: true }]
}
