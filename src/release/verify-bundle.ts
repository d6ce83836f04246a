// The order in which a bundle is judged. Each step throws its own fault, so the first thing that is wrong has the say;
// docs/release.md lists the same steps, tests/vectors/sigstore/README.md what each fault means.

import { isEqual } from "../bytes/bytes.ts"
import { type Bundle, type BundleVersion, decodeBundle, type SignedContent } from "./bundle.ts"
import { type ChainedCertificate, verifyChain, verifyLogged, verifyValidAt } from "./certificate.ts"
import { ReleaseError } from "./errors.ts"
import { type SignerIdentity, verifyIdentity } from "./identity.ts"
import { type LoggedAt, verifyHasProofs, verifyInclusion } from "./inclusion.ts"
import { crypto, type PublicKey, reading, toBuffer } from "./library.ts"
import { digest, signedBytes, verifyLoggedCertificate, verifyLoggedContent, verifyLoggedKey } from "./log-entry.ts"
import { withSignatures } from "./node/signatures.ts"
import { type Statement, verifySubject } from "./statement.ts"
import { promisedTimes, verifyPromises, verifyTimestamps } from "./times.ts"
import type { TrustRoot } from "./trust-root.ts"

/** All that may differ between two verifications. Proof and checkpoint are no part of it: they are always demanded. */
export interface BundlePolicy {
  readonly trust: TrustedSigner
  readonly versions: readonly BundleVersion[]
  /** The artifact itself must be signed, or a statement about it with this predicate, or (vectors) either. */
  readonly content: "artifact" | "any" | { readonly predicateType: string }
}

export type TrustedSigner =
  /** Any of these; none of them, while the policy has an open place in each. */
  | { readonly kind: "identity"; readonly identities: readonly SignerIdentity[] }
  /** SubjectPublicKeyInfo, DER. */
  | { readonly kind: "key"; readonly publicKey: Uint8Array }

export interface VerifiedBundle {
  readonly log: LoggedAt
  /** The earliest time that a trusted party has signed for. */
  readonly signedAt: Date
  readonly statement: Statement | null
  /** Which of the policy's identities it is; null: the key. */
  readonly identity: SignerIdentity | null
}

/** Checks a bundle over an artifact; rejects with the first BundleFault (`trust-root` is the caller's). */
export async function verifyBundle(
  policy: BundlePolicy,
  trustRoot: TrustRoot,
  bundleBytes: Uint8Array,
  artifact: Uint8Array,
): Promise<VerifiedBundle> {
  const bundle = decodeBundle(bundleBytes, policy.versions)
  return withSignatures(() => verifyDecoded(policy, trustRoot, bundle, artifact))
}

// May run more than once, and keeps nothing: see `withSignatures`.
function verifyDecoded(
  policy: BundlePolicy,
  trustRoot: TrustRoot,
  bundle: Bundle,
  artifact: Uint8Array,
): VerifiedBundle {
  const { entries, content } = bundle
  verifyMaterial(policy.trust, bundle)
  verifyHasProofs(entries)
  const statement = verifyArtifact(content, artifact)
  const certificate = bundle.certificates && verifyChain(bundle.certificates, trustRoot)
  if (certificate) verifyLogged(certificate, trustRoot)
  const times = verifyTimes(bundle, certificate, trustRoot)
  verifyLoggedContent(entries, content)
  if (certificate) verifyLoggedCertificate(entries, certificate.leaf)
  const [log] = entries.map((entry) => verifyInclusion(entry, trustRoot, times))
  if (!log) throw new ReleaseError("no-proof", "it was never logged")
  const identity = verifySigner(policy.trust, bundle, certificate, artifact)
  verifyPredicate(policy.content, statement)
  return { log, signedAt: new Date(Math.min(...times.map(Number))), statement, identity }
}

function verifyMaterial(trust: TrustedSigner, { certificates }: Bundle): void {
  if (trust.kind === "identity" && !certificates) throw new ReleaseError("bundle", "it must hold a certificate")
  if (trust.kind === "key" && certificates) throw new ReleaseError("bundle", "it must be signed by a key alone")
}

function verifyArtifact(content: SignedContent, artifact: Uint8Array): Statement | null {
  if (content.kind === "envelope") return verifySubject(content, artifact)
  if (!isEqual(content.digest, digest(content.algorithm, artifact))) {
    throw new ReleaseError("artifact", "the digest is of another artifact")
  }
  return null
}

// The promise comes after the times it is for: a time that was changed breaks both, and that it lies outside the
// certificate's validity says more.
function verifyTimes(bundle: Bundle, certificate: ChainedCertificate | null, trustRoot: TrustRoot): readonly Date[] {
  const times = [...verifyTimestamps(bundle, trustRoot), ...promisedTimes(bundle)]
  if (times.length === 0) throw new ReleaseError("no-time", "nobody trusted says when the signature was made")
  if (certificate) verifyValidAt(certificate, times)
  verifyPromises(bundle, trustRoot)
  return times
}

// A bare key is in no certificate, so a log entry of another key shows only after the signature: before it, nothing
// tells which of the two is wrong.
function verifySigner(
  trust: TrustedSigner,
  { content, entries }: Bundle,
  certificate: ChainedCertificate | null,
  artifact: Uint8Array,
): SignerIdentity | null {
  switch (trust.kind) {
    case "key":
      verifySignature(content, artifact, toKey(trust.publicKey))
      verifyLoggedKey(entries, trust.publicKey)
      return null
    case "identity":
      if (!certificate) throw new ReleaseError("bundle", "it must hold a certificate")
      verifySignature(content, artifact, certificate.key)
      return verifyIdentity(certificate.leaf, trust.identities)
  }
}

// Under a key that is none, nothing verifies.
function toKey(publicKey: Uint8Array): PublicKey {
  return reading("signature", "the given key", () => crypto.createPublicKey(toBuffer(publicKey)))
}

const MESSAGE_HASHES = { SHA2_256: "sha256", SHA2_384: "sha384", SHA2_512: "sha512" } as const

function verifySignature(content: SignedContent, artifact: Uint8Array, key: PublicKey): void {
  const hash = content.kind === "message" ? MESSAGE_HASHES[content.algorithm] : undefined
  const signed = toBuffer(signedBytes(content, artifact))
  if (!crypto.verify(signed, key, toBuffer(content.signature), hash)) {
    throw new ReleaseError("signature", "it does not verify under the signer's key")
  }
}

function verifyPredicate(wanted: BundlePolicy["content"], statement: Statement | null): void {
  if (wanted === "any") return
  const predicateType = wanted === "artifact" ? null : wanted.predicateType
  if ((statement?.predicateType ?? null) !== predicateType) {
    throw new ReleaseError("predicate", `it must be ${predicateType ?? "over the artifact itself"}`)
  }
}
