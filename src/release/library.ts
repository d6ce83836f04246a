// The one door to Sigstore's library. It computes: chains, SCTs, timestamps, promises, Merkle proofs, signatures. What
// is demanded of a bundle, in which order, and the name of each refusal is ours, for its own `Verifier` accepts a
// promise without a proof, matches the identity as an unanchored expression and ignores which artifact a statement names.
// Deep imports, since the package exports nothing smaller than that; its version is pinned.

// oxlint-disable-next-line import/no-unassigned-import -- the library needs `Buffer` there before it is loaded
import "./node/install-buffer.ts"
import { ASN1Obj, crypto, dsse, RFC3161Timestamp, X509Certificate } from "@sigstore/core"
import { VerificationError } from "@sigstore/verify/dist/error.js"
import { CertificateChainVerifier } from "@sigstore/verify/dist/key/certificate.js"
import { verifySCTs } from "@sigstore/verify/dist/key/sct.js"
import { getTSATimestamp } from "@sigstore/verify/dist/timestamp/index.js"
import { LogCheckpoint, verifyCheckpoint } from "@sigstore/verify/dist/tlog/checkpoint.js"
import { verifyMerkleInclusion } from "@sigstore/verify/dist/tlog/merkle.js"
import { verifyTLogSET } from "@sigstore/verify/dist/tlog/set.js"
import type { CertAuthority, TLogAuthority } from "@sigstore/verify/dist/trust/trust.types.js"
import { type BundleFault, ReleaseError } from "./errors.ts"

export {
  ASN1Obj,
  CertificateChainVerifier,
  crypto,
  dsse,
  getTSATimestamp,
  LogCheckpoint,
  RFC3161Timestamp,
  verifyCheckpoint,
  verifyMerkleInclusion,
  verifySCTs,
  verifyTLogSET,
  X509Certificate,
}
export type { CertAuthority, TLogAuthority }
export type PublicKey = ReturnType<typeof crypto.createPublicKey>

/** The same bytes as the library wants them. */
export function toBuffer(bytes: Uint8Array) {
  return Buffer.from(bytes)
}

const SEQUENCE = 0x30

/** The same bytes, if they begin as a SEQUENCE does: the library's parsers take whatever has parts. */
export function toSequence(bytes: Uint8Array) {
  if (bytes[0] !== SEQUENCE) throw new TypeError("expected a SEQUENCE")
  return toBuffer(bytes)
}

/**
 * Parses a certificate; throws whatever the library throws, also where it would throw only in the midst of a chain, as
 * for a key that is none.
 *
 * The library writes a certificate anew each time it compares it or looks for its issuer, which would be most of what
 * a verification takes; so what it wrote once is kept. Nobody changes a certificate: for SCTs the library makes a copy.
 */
export function parseCertificate(bytes: Uint8Array): X509Certificate {
  const certificate = X509Certificate.parse(toSequence(bytes))
  for (const part of [certificate.tbsCertificate, certificate.root]) {
    const write = part.toDER.bind(part)
    let der: ReturnType<typeof write> | null = null
    part.toDER = () => (der ??= write())
  }
  crypto.createPublicKey(certificate.publicKey)
  return certificate
}

/**
 * Reads outside bytes by a parser of the library, which throws whatever it stumbles over (TypeError at a missing part):
 * any throw means that they are not what they should be. `read` must not compute, so that nothing broken passes for it.
 */
export function reading<T>(fault: BundleFault, what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof ReleaseError) throw cause
    throw new ReleaseError(fault, `${what} cannot be read`, { cause })
  }
}

/** Runs one check of the library; only its own refusal counts as `fault`, any other throw is an error of ours. */
export function checking<T>(fault: BundleFault, check: () => T): T {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof VerificationError)) throw cause
    throw new ReleaseError(fault, cause.message, { cause })
  }
}
