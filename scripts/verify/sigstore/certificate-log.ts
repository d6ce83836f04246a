// Signed certificate timestamps inside a certificate (RFC 6962 §3).
//
//   list:   length (2) ‖ { length (2) ‖ SCT } …
//   SCT:    version (1) ‖ log id (32) ‖ time in ms (8) ‖ length (2) ‖ extensions ‖ hash (1) ‖ algorithm (1) ‖ length (2) ‖ signature

import { demand } from "../verdict.ts"
import type { Certificate } from "./certificate.ts"
import { DerError, readDer, TAG, writeDer } from "./der.ts"
import { sha256, verifySignature } from "./signature.ts"
import { isWithin, type Log } from "./trust-root.ts"

const SCT_LIST = "1.3.6.1.4.1.11129.2.4.2"
const EXTENSIONS_TAG = 0xa3
const [SHA256, RSA, ECDSA] = [4, 1, 3]
const ENTRY_TYPE_PRECERTIFICATE = 1

interface CertificateTimestamp {
  readonly logId: Buffer
  readonly timeMs: bigint
  readonly extensions: Buffer
  readonly signature: Buffer
}

/** Refuses (sct) unless a certificate log of the trust root signed for this leaf, issued under this key. */
export function demandCertificateTimestamp(leaf: Certificate, issuer: Certificate, logs: readonly Log[]): void {
  const extension = leaf.extensions.get(SCT_LIST)
  demand(extension !== undefined, "sct", "the certificate holds no certificate timestamp")
  const timestamps = readList(extension.value)
  demand(timestamps !== null, "sct", "the certificate's timestamps cannot be read")
  const isTrusted = timestamps.some((timestamp) =>
    logs.some(
      (log) =>
        log.id.equals(timestamp.logId) &&
        isWithin(log.validity, new Date(Number(timestamp.timeMs))) &&
        verifySignature(log.key, signedBytes(timestamp, leaf, issuer), timestamp.signature),
    ),
  )
  demand(isTrusted, "sct", "no certificate log of the trust root signed for the certificate")
}

/** RFC 6962 §3.2: what the log signed is the certificate without the list of timestamps. */
function signedBytes(timestamp: CertificateTimestamp, leaf: Certificate, issuer: Certificate): Buffer {
  const certificate = tbsWithoutList(leaf)
  const head = Buffer.alloc(12)
  head.writeBigUInt64BE(timestamp.timeMs, 2) // version 0, certificate_timestamp 0, time
  head.writeUInt16BE(ENTRY_TYPE_PRECERTIFICATE, 10)
  return Buffer.concat([
    head,
    sha256(issuer.spki),
    bigEndian(certificate.length, 3),
    certificate,
    bigEndian(timestamp.extensions.length, 2),
    timestamp.extensions,
  ])
}

function tbsWithoutList(leaf: Certificate): Buffer {
  const parts = leaf.tbs.children().map((part) => {
    if (part.tag !== EXTENSIONS_TAG) return part.raw
    const kept = part
      .child(0)
      .children()
      .filter((one) => one.child(0).objectIdentifier() !== SCT_LIST)
    return writeDer(EXTENSIONS_TAG, writeDer(TAG.sequence, ...kept.map((one) => one.raw)))
  })
  return writeDer(TAG.sequence, ...parts)
}

/** The timestamps in the extension's value, or null where it is no such list. */
function readList(extension: Buffer): readonly CertificateTimestamp[] | null {
  try {
    const { taken: list, rest } = takeVector(readDer(extension).as(TAG.octetString).content)
    if (rest.length > 0) throw new DerError("bytes follow the list")
    const timestamps: CertificateTimestamp[] = []
    for (let left = list; left.length > 0;) {
      const { taken, rest: others } = takeVector(left)
      timestamps.push(readTimestamp(taken))
      left = others
    }
    return timestamps
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}

function readTimestamp(sct: Buffer): CertificateTimestamp {
  if (sct.length < 43 || sct[0] !== 0) throw new DerError("timestamp must be of version 1")
  const { taken: extensions, rest } = takeVector(sct.subarray(41))
  const [hash, algorithm] = rest
  if (hash !== SHA256 || (algorithm !== ECDSA && algorithm !== RSA)) throw new DerError("unknown algorithm")
  const { taken: signature, rest: trailing } = takeVector(rest.subarray(2))
  if (trailing.length > 0) throw new DerError("bytes follow the timestamp")
  return { logId: sct.subarray(1, 33), timeMs: sct.readBigUInt64BE(33), extensions, signature }
}

/** TLS's opaque<0..2^16-1>. */
function takeVector(bytes: Buffer): { readonly taken: Buffer; readonly rest: Buffer } {
  if (bytes.length < 2) throw new DerError("length is cut off")
  const end = 2 + bytes.readUInt16BE(0)
  if (bytes.length < end) throw new DerError("vector is cut off")
  return { taken: bytes.subarray(2, end), rest: bytes.subarray(end) }
}

function bigEndian(value: number, bytes: number): Buffer {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(value, 0, bytes)
  return out
}
