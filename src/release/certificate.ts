// The signer's certificate: does it lead to an authority that we believe, may it sign code, was it logged, and was it
// valid when the signature was made? Fulcio's certificates live ten minutes, so time is a question of its own.

import { ReleaseError } from "./errors.ts"
import {
  type CertAuthority,
  CertificateChainVerifier,
  checking,
  crypto,
  parseCertificate,
  type PublicKey,
  reading,
  toBuffer,
  verifySCTs,
  type X509Certificate,
} from "./library.ts"
import type { TrustRoot } from "./trust-root.ts"

const KEY_USAGE = "2.5.29.15"
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17"
const BASIC_CONSTRAINTS = "2.5.29.19"
const EXTENDED_KEY_USAGE = "2.5.29.37"
const CODE_SIGNING = "1.3.6.1.5.5.7.3.3"

/** RFC 5280 §4.2: whoever does not know a critical extension must refuse the certificate. */
const KNOWN_CRITICAL = [KEY_USAGE, SUBJECT_ALTERNATIVE_NAME, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE]

interface Path {
  readonly authority: CertAuthority
  /** From the leaf's issuer to the root. */
  readonly issuers: readonly [X509Certificate, ...X509Certificate[]]
}

export interface ChainedCertificate {
  readonly leaf: X509Certificate
  readonly key: PublicKey
  readonly paths: readonly [Path, ...Path[]]
}

/** Finds the authorities to which a bundle's certificates lead; throws ReleaseError `certificate`. */
export function verifyChain(
  [leafBytes, ...others]: readonly [Uint8Array, ...Uint8Array[]],
  { certificateAuthorities }: TrustRoot,
): ChainedCertificate {
  const { certificate: leaf, key } = readCertificate(leafBytes)
  const [first, ...rest] = certificateAuthorities.flatMap((authority) => pathTo(authority, leaf) ?? [])
  if (!first) throw refused("it leads to no authority of the trust root")
  for (const { certificate } of others.map(readCertificate)) verifyIntermediate(certificate, first)
  verifyUsage(leaf)
  return { leaf, key, paths: [first, ...rest] }
}

/** Checks that logs of the trust root have signed for the leaf (RFC 6962 §3.2); throws ReleaseError `sct`. */
export function verifyLogged({ leaf, paths }: ChainedCertificate, { certificateLogs }: TrustRoot): void {
  reading("sct", "the list of SCTs", () => leaf.extSCT?.signedCertificateTimestamps)
  const [{ issuers }] = paths
  const logs = checking("sct", () => verifySCTs(leaf, issuers[0], [...certificateLogs]))
  if (logs.length === 0) throw new ReleaseError("sct", "no certificate log has signed for the certificate")
}

/** Checks that leaf and authority were valid at each of `times`; throws ReleaseError `certificate-time`. */
export function verifyValidAt({ leaf, paths }: ChainedCertificate, times: readonly Date[]): void {
  for (const time of times) {
    const isValid = paths.some(
      ({ authority, issuers }) =>
        authority.validFor.start <= time &&
        time <= authority.validFor.end &&
        [leaf, ...issuers].every((certificate) => certificate.validForDate(time)),
    )
    if (!isValid)
      throw new ReleaseError("certificate-time", "the signature was made outside the certificate's validity")
  }
}

function pathTo(authority: CertAuthority, leaf: X509Certificate): Path | null {
  // At the moment of issue, so that the times of the signature are judged apart.
  const options = { trustedCerts: authority.certChain, untrustedCert: leaf, timestamp: leaf.notBefore }
  const [, issuer, ...others] = findChain(options) ?? []
  return issuer ? { authority, issuers: [issuer, ...others] } : null
}

function findChain(options: ConstructorParameters<typeof CertificateChainVerifier>[0]): X509Certificate[] | null {
  try {
    return checking("certificate", () => new CertificateChainVerifier(options).verify())
  } catch (error) {
    if (error instanceof ReleaseError) return null
    throw error
  }
}

// A bundle may bring the intermediates that the trust root has as well; never a root, which would prove itself.
function verifyIntermediate(certificate: X509Certificate, { issuers }: Path): void {
  if (certificate.subject.equals(certificate.issuer)) throw refused("the chain must not hold a root")
  if (!issuers.some((issuer) => issuer.equals(certificate))) throw refused("the chain holds a stranger")
}

function verifyUsage(leaf: X509Certificate): void {
  if (leaf.isCA) throw refused("an authority must not sign code itself")
  const usage = leaf.extKeyUsage
  if (usage && !usage.digitalSignature) throw refused("its key must not sign")
  const purposes = leaf.extension(EXTENDED_KEY_USAGE)?.valueObj.subs[0]?.subs ?? []
  if (!purposes.some((purpose) => purpose.tag.isOID() && purpose.toOID() === CODE_SIGNING)) {
    throw refused("it must be for signing code")
  }
  const unknown = reading("certificate", "its extensions", () =>
    leaf.extensions.find((extension) => isCritical(extension) && !KNOWN_CRITICAL.includes(oidOf(extension))),
  )
  if (unknown) throw refused(`it has an unknown critical extension ${oidOf(unknown)}`)
}

type Extension = X509Certificate["extensions"][number]

function oidOf({ subs }: Extension): string {
  return subs[0]?.toOID() ?? ""
}

function isCritical({ subs }: Extension): boolean {
  return subs.length === 3 && subs[1]?.toBoolean() === true
}

function readCertificate(bytes: Uint8Array): { readonly certificate: X509Certificate; readonly key: PublicKey } {
  return reading("certificate", "a certificate", () => {
    const certificate = parseCertificate(bytes)
    // Whatever is read of it later on is read here once, so that a certificate without it fails now and under its name.
    const parts = [certificate.notBefore, certificate.notAfter, certificate.issuer, certificate.subject]
    const bytesOfParts = [certificate.tbsCertificate.toDER(), certificate.publicKey, certificate.signatureValue]
    const extensions = [
      certificate.extAuthorityKeyID?.keyIdentifier,
      certificate.extSubjectKeyID?.keyIdentifier,
      certificate.extBasicConstraints?.pathLenConstraint,
      certificate.extKeyUsage?.digitalSignature,
      certificate.isCA,
      certificate.extSubjectAltName?.uri,
      certificate.signatureAlgorithm,
    ]
    const key = crypto.createPublicKey(toBuffer(certificate.publicKey))
    return { certificate, parts, bytesOfParts, extensions, key }
  })
}

function refused(message: string): ReleaseError {
  return new ReleaseError("certificate", message)
}
