// From the signer's certificate to an authority of the trust root (RFC 5280 §6, without names and policies).

import { demand } from "../verdict.ts"
import {
  type Certificate,
  CODE_SIGNING,
  hasUnknownCritical,
  isAuthority,
  isValidAt,
  maySignFor,
} from "./certificate.ts"
import { type Authority, isWithin, type TrustRoot } from "./trust-root.ts"

export interface Path {
  /** Leaf first, the authority's own trusted certificate last. */
  readonly certificates: readonly Certificate[]
  readonly authority: Authority
}

/**
 * Every path from a leaf to an authority, as it stood when the leaf was issued; refuses (certificate) when there is
 * none, when the bundle brings a certificate that is on none, or when the leaf may not sign code.
 */
export function pathsOf(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  trustRoot: TrustRoot,
): readonly Path[] {
  const hasRoot = [leaf, ...intermediates].some(({ issuer, subject }) => issuer.equals(subject))
  demand(!hasRoot, "certificate", "the bundle brings a root certificate of its own")
  demand(maySignFor(leaf, CODE_SIGNING), "certificate", "the certificate may not sign code")
  demand(!hasUnknownCritical(leaf), "certificate", "the certificate has a critical extension that is not known")
  const paths = trustRoot.certificateAuthorities.flatMap((authority) => pathTo(authority, leaf, intermediates))
  demand(paths.length > 0, "certificate", "the certificate leads to no authority of the trust root")
  const open = paths.filter(({ certificates }) => certificates.every((one) => isValidAt(one, leaf.notBefore)))
  demand(open.length > 0, "certificate", "the certificate was issued outside its authority's validity")
  const areOnPath = intermediates.every((one) => open.some((path) => standsAbove(path, one)))
  demand(areOnPath, "certificate", "the bundle brings a certificate that does not stand above the signer's")
  return open
}

function standsAbove({ certificates: [, ...issuers] }: Path, certificate: Certificate): boolean {
  return issuers.some((issuer) => issuer.raw.equals(certificate.raw))
}

/** The paths whose every certificate, and whose authority, was valid at all these times. */
export function pathsValidAt(paths: readonly Path[], times: readonly Date[]): readonly Path[] {
  return paths.filter(({ certificates, authority }) =>
    times.every((time) => isWithin(authority.validity, time) && certificates.every((one) => isValidAt(one, time))),
  )
}

/** One path to this authority, or none; what the bundle brings may only stand between. */
export function pathTo(
  authority: Authority,
  leaf: Certificate,
  intermediates: readonly Certificate[],
): readonly Path[] {
  const anchor = authority.chain.at(-1)
  if (anchor === undefined) return []
  const candidates = [...authority.chain, ...intermediates]
  const walk = (certificates: readonly Certificate[]): readonly Certificate[] | null => {
    const current = certificates.at(-1)
    if (current === undefined) return null
    if (current.raw.equals(anchor.raw)) return certificates
    for (const issuer of candidates) {
      if (certificates.includes(issuer) || !issuer.subject.equals(current.issuer)) continue
      if (!isAuthority(issuer, certificates.length - 1) || !current.isSignedBy(issuer.publicKey)) continue
      const path = walk([...certificates, issuer])
      if (path !== null) return path
    }
    return null
  }
  const certificates = walk([leaf])
  return certificates === null ? [] : [{ certificates, authority }]
}
