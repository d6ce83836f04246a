// Whom a verification believes: certificate authorities, certificate logs, logs and timestamp authorities, each with
// the time from which it may be believed. In the form that Sigstore distributes (trusted_root.json).

import { list, nullable, record, type Shaped, text, textUpTo } from "../bytes/shape.ts"
import { ReleaseError } from "./errors.ts"
import { anything, base64, decodeJson, defaulting, message, time } from "./json.ts"
import {
  ASN1Obj,
  type CertAuthority,
  crypto,
  parseCertificate,
  type PublicKey,
  reading,
  type TLogAuthority,
  toBuffer,
} from "./library.ts"

const MAX_TRUST_ROOT_BYTES = 2 ** 20
const MAX_AUTHORITIES = 50
const END_OF_TIME = new Date(8_640_000_000_000_000)

// The library's own reader takes a missing start for the beginning of time; here it is refused.
const validityShape = message({ start: time, end: nullable(time) })
const keyIdShape = record({ keyId: base64 })

const logShape = message({
  baseUrl: text(/^https?:\/\/[^\s/]+(?:\/\S*)?$/),
  hashAlgorithm: defaulting(textUpTo(50), ""),
  publicKey: record({ rawBytes: base64, keyDetails: textUpTo(50), validFor: validityShape }),
  logId: nullable(keyIdShape),
  checkpointKeyId: nullable(keyIdShape),
  operator: anything,
})

const authorityShape = message({
  subject: anything,
  uri: anything,
  certChain: record({ certificates: list(record({ rawBytes: base64 }), 10) }),
  validFor: validityShape,
  operator: anything,
})

const trustRootShape = message({
  mediaType: text(/^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.1|\.v0\.2\+json)$/),
  tlogs: defaulting(list(logShape, MAX_AUTHORITIES), []),
  certificateAuthorities: defaulting(list(authorityShape, MAX_AUTHORITIES), []),
  ctlogs: defaulting(list(logShape, MAX_AUTHORITIES), []),
  timestampAuthorities: defaulting(list(authorityShape, MAX_AUTHORITIES), []),
})

export interface TrustRoot {
  readonly certificateAuthorities: readonly CertAuthority[]
  readonly certificateLogs: readonly TLogAuthority[]
  readonly logs: readonly TLogAuthority[]
  readonly timestampAuthorities: readonly CertAuthority[]
}

/** Reads a trusted_root.json; throws ReleaseError `trust-root`. */
export function decodeTrustRoot(bytes: Uint8Array): TrustRoot {
  const decoded = decodeJson(trustRootShape, bytes, MAX_TRUST_ROOT_BYTES, "trust-root")
  if (decoded.tlogs.length === 0) throw new ReleaseError("trust-root", "it must hold a log")
  return {
    certificateAuthorities: decoded.certificateAuthorities.map(toAuthority),
    certificateLogs: decoded.ctlogs.map(toLog),
    logs: decoded.tlogs.map(toLog),
    timestampAuthorities: decoded.timestampAuthorities.map(toAuthority),
  }
}

function toLog({ baseUrl, publicKey, logId, checkpointKeyId }: Shaped<typeof logShape>): TLogAuthority {
  const id = checkpointKeyId ?? logId
  if (!id) throw new ReleaseError("trust-root", "a log must have an id")
  return {
    baseURL: baseUrl,
    logID: toBuffer(id.keyId),
    publicKey: reading("trust-root", "the key of a log", () => toPublicKey(publicKey.rawBytes)),
    validFor: toValidity(publicKey.validFor),
  }
}

// `keyDetails` says PKIX of RSA keys in either encoding, so the bytes decide: PKCS#1 begins with an integer, the
// SubjectPublicKeyInfo of PKIX with a sequence.
function toPublicKey(bytes: Uint8Array): PublicKey {
  const isPkix = ASN1Obj.parseBuffer(toBuffer(bytes)).subs[0]?.tag.constructed === true
  return crypto.createPublicKey(toBuffer(bytes), isPkix ? "spki" : "pkcs1")
}

function toAuthority({ certChain, validFor }: Shaped<typeof authorityShape>): CertAuthority {
  if (certChain.certificates.length === 0) throw new ReleaseError("trust-root", "an authority must have a certificate")
  return {
    certChain: certChain.certificates.map(({ rawBytes }) =>
      reading("trust-root", "the certificate of an authority", () => parseCertificate(rawBytes)),
    ),
    validFor: toValidity(validFor),
  }
}

function toValidity({ start, end }: Shaped<typeof validityShape>): { start: Date; end: Date } {
  return { start: new Date(start), end: end === null ? END_OF_TIME : new Date(end) }
}
