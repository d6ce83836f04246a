// The trust root (Sigstore's trusted_root.json): whom we believe about certificates, logs and times.

import type { KeyObject } from "node:crypto"
import { JsonReader } from "../json.ts"
import { type Certificate, readCertificate } from "./certificate.ts"
import { readPublicKey } from "./signature.ts"

/** Both ends belong to it; no end means it still goes on. */
export interface Validity {
  readonly start: Date
  readonly end: Date | null
}

export interface Authority {
  /** From the one that signs up to the one that is trusted by itself. */
  readonly chain: readonly Certificate[]
  readonly validity: Validity
}

export interface Log {
  readonly id: Buffer
  readonly host: string
  readonly key: KeyObject
  readonly validity: Validity
}

export interface TrustRoot {
  readonly certificateAuthorities: readonly Authority[]
  readonly timestampAuthorities: readonly Authority[]
  readonly certificateLogs: readonly Log[]
  readonly transparencyLogs: readonly Log[]
}

const MEDIA_TYPE = /^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.[12]|\.v0\.[12]\+json)$/

/** Reads a trust root; a start of validity may be missing nowhere, since that would trust a key for all times. */
export function readTrustRoot(bytes: Uint8Array): TrustRoot {
  const root = JsonReader.parse(bytes, "trust root", "trust-root")
  root.only("mediaType", "certificateAuthorities", "timestampAuthorities", "ctlogs", "tlogs")
  root.get("mediaType").matching(MEDIA_TYPE, "the media type of a trust root")
  return {
    certificateAuthorities: root.optionalList("certificateAuthorities").map(readAuthority),
    timestampAuthorities: root.optionalList("timestampAuthorities").map(readAuthority),
    certificateLogs: root.optionalList("ctlogs").map(readLog),
    transparencyLogs: root.optionalList("tlogs").map(readLog),
  }
}

export function isWithin(validity: Validity, time: Date): boolean {
  return validity.start <= time && (validity.end === null || time <= validity.end)
}

function readAuthority(authority: JsonReader): Authority {
  authority.only("subject", "uri", "certChain", "validFor", "operator")
  const certificates = authority.get("certChain").only("certificates").get("certificates").list()
  if (certificates.length === 0) return authority.refuse("a certificate")
  return {
    chain: certificates.map((one) =>
      readCertificate(one.only("rawBytes").get("rawBytes").base64(), "trust-root", one.path),
    ),
    validity: readValidity(authority.get("validFor")),
  }
}

function readLog(log: JsonReader): Log {
  log.only("baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator")
  const key = log.get("publicKey").only("rawBytes", "keyDetails", "validFor")
  key.get("keyDetails").matching(/^PK(?:IX|CS1)_[A-Z0-9_]+$/, "a kind of key")
  log.get("hashAlgorithm").matching(/^SHA2_256$/, "SHA2_256")
  const baseUrl = log.get("baseUrl").matching(/^https?:\/\/\S+$/, "a URL")
  if (!URL.canParse(baseUrl)) return log.refuse("a URL")
  return {
    id: log.get("logId").only("keyId").get("keyId").base64(),
    host: new URL(baseUrl).host,
    key: readPublicKey(key.get("rawBytes").base64(), "trust-root", key.path),
    validity: readValidity(key.get("validFor")),
  }
}

function readValidity(range: JsonReader): Validity {
  range.only("start", "end")
  return { start: range.get("start").time(), end: range.optional("end")?.time() ?? null }
}
