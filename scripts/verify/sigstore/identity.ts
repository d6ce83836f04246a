// Who signed, as Fulcio wrote it into the certificate (fulcio/docs/oid-info.md).

import { demand } from "../verdict.ts"
import { type Certificate, contentOf, subjectAlternativeNames } from "./certificate.ts"
import { TAG } from "./der.ts"

/** Compared whole, never as a prefix or pattern; null claims are not asked for. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly repository: string | null
  readonly sourceRef: string | null
  readonly runner: string | null
  /** The source commit, 40 hex digits. */
  readonly commit: string | null
}

const FULCIO = "1.3.6.1.4.1.57264.1"
const ISSUER_RAW = `${FULCIO}.1`
const ISSUER = `${FULCIO}.8`
const CLAIMS = [
  ["runner", `${FULCIO}.11`],
  ["repository", `${FULCIO}.12`],
  ["commit", `${FULCIO}.13`],
  ["sourceRef", `${FULCIO}.14`],
] as const

/** Refuses (identity) a certificate of any other than the expected signer. */
export function demandIdentity(certificate: Certificate, expected: Identity): void {
  const issuers = [claimOf(certificate, ISSUER), rawClaimOf(certificate, ISSUER_RAW)].filter((one) => one !== null)
  const isIssuedBy = issuers.length > 0 && issuers.every((issuer) => issuer === expected.issuer)
  demand(isIssuedBy, "identity", `issuer must be ${expected.issuer}, got ${issuers[0] ?? "none"}`)
  const names = subjectAlternativeNames(certificate)
  const isNamed = names.length === 1 && names[0] === expected.subject
  demand(isNamed, "identity", `signer must be ${expected.subject}, got ${names.join(", ") || "none"}`)
  for (const [name, oid] of CLAIMS) {
    const wanted = expected[name]
    if (wanted === null) continue
    const claimed = claimOf(certificate, oid)
    demand(claimed === wanted, "identity", `${name} must be ${wanted}, got ${claimed ?? "none"}`)
  }
}

/** A claim in its present form, a DER UTF8String. */
function claimOf(certificate: Certificate, oid: string): string | null {
  return contentOf(certificate, oid)?.as(TAG.utf8String).content.toString("utf8") ?? null
}

/** A claim in Fulcio's first form, bare text. */
function rawClaimOf(certificate: Certificate, oid: string): string | null {
  return certificate.extensions.get(oid)?.value.toString("utf8") ?? null
}
