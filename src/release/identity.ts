// Who signed: what Fulcio wrote into the certificate (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md),
// compared as a whole. No prefix, no suffix, no expression: "…/release.yml@refs/tags/v1.2.3" must never be met by a fork
// or a branch whose name begins or ends alike.

import { fromUtf8 } from "../bytes/bytes.ts"
import { ReleaseError } from "./errors.ts"
import { reading, type X509Certificate } from "./library.ts"

const FULCIO = "1.3.6.1.4.1.57264.1"
/** The issuer's text as it is; certificates have it beside the newer one. */
const ISSUER_V1 = `${FULCIO}.1`
const ISSUER = `${FULCIO}.8`
const RUNNER = `${FULCIO}.11`
const REPOSITORY = `${FULCIO}.12`
const COMMIT = `${FULCIO}.13`
const SOURCE_REF = `${FULCIO}.14`

const UTF8_STRING = 12
const EMAIL = 1
const URI = 6

export interface SignerIdentity {
  readonly issuer: string
  /** The subject alternative name: for a workflow its file and ref, for a person an address. */
  readonly subject: string
  /** What a workflow's certificate must say besides; null: nothing is compared. */
  readonly build: BuildClaims | null
}

export interface BuildClaims {
  readonly repository: string
  readonly sourceRef: string
  /** "github-hosted": not a machine of somebody's own. */
  readonly runner: string
  readonly commit: string
}

/** Finds the one of `expected` whose certificate this exactly is; throws ReleaseError `identity`. */
export function verifyIdentity(certificate: X509Certificate, expected: readonly SignerIdentity[]): SignerIdentity {
  const refusals = expected.map((identity) => refusalOf(certificate, identity))
  const found = expected[refusals.indexOf(null)]
  if (found) return found
  throw refusals[0] ?? new ReleaseError("identity", "the policy names nobody")
}

function refusalOf(certificate: X509Certificate, identity: SignerIdentity): ReleaseError | null {
  try {
    compare(certificate, identity)
    return null
  } catch (error) {
    if (error instanceof ReleaseError) return error
    throw error
  }
}

function compare(certificate: X509Certificate, { issuer, subject, build }: SignerIdentity): void {
  const subjects = reading("identity", "the subject alternative name", () => subjectsOf(certificate))
  expectOnly("subject", subjects, subject)
  const issuers = reading("identity", "the issuer", () => [
    ...valuesOf(certificate, ISSUER_V1).map(({ value }) => fromUtf8(value)),
    ...textsOf(certificate, ISSUER),
  ])
  expectOnly("issuer", issuers, issuer)
  if (!build) return
  const claims = [
    ["repository", REPOSITORY, build.repository],
    ["source ref", SOURCE_REF, build.sourceRef],
    ["runner", RUNNER, build.runner],
    ["commit", COMMIT, build.commit],
  ] as const
  for (const [name, oid, expected] of claims) {
    expectOnly(
      name,
      reading("identity", `the ${name}`, () => textsOf(certificate, oid)),
      expected,
    )
  }
}

function expectOnly(name: string, found: readonly string[], expected: string): void {
  if (found.length > 0 && found.every((value) => value === expected)) return
  throw new ReleaseError("identity", `"${name}" must be ${expected}, got ${found.join(", ") || "none"}`)
}

function subjectsOf(certificate: X509Certificate): readonly string[] {
  const names = certificate.extSubjectAltName?.valueObj.subs[0]?.subs ?? []
  if (names.some(({ tag }) => !tag.isContextSpecific(URI) && !tag.isContextSpecific(EMAIL))) {
    throw new ReleaseError("identity", "the subject must be an address")
  }
  return names.map(({ value }) => fromUtf8(value))
}

function textsOf(certificate: X509Certificate, oid: string): readonly string[] {
  return valuesOf(certificate, oid).map(({ subs }) => {
    const [text] = subs
    if (subs.length !== 1 || !text?.tag.isUniversal() || text.tag.number !== UTF8_STRING) {
      throw new ReleaseError("identity", "a claim must be one text")
    }
    return fromUtf8(text.value)
  })
}

type Value = X509Certificate["extensions"][number]

function valuesOf(certificate: X509Certificate, oid: string): readonly Value[] {
  return certificate.extensions.flatMap(({ subs }) => {
    const value = subs.at(-1)
    return value && subs[0]?.toOID() === oid ? [value] : []
  })
}
