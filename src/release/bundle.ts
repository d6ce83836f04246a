// A Sigstore bundle (https://docs.sigstore.dev/about/bundle), read strictly: what a signature came with, not yet
// believed in any way.

import { list, nullable, oneOf, record, type Shaped, text, textUpTo } from "../bytes/shape.ts"
import { ReleaseError } from "./errors.ts"
import { base64, decodeJson, defaulting, int64, message } from "./json.ts"

const MAX_BUNDLE_BYTES = 2 ** 21
const MAX_CERTIFICATES = 10
const MAX_ENTRIES = 10
const MAX_TIMESTAMPS = 10
const MAX_HASHES = 64

export type BundleVersion = "0.1" | "0.2" | "0.3"

const VERSIONS: Readonly<Record<string, BundleVersion>> = {
  "application/vnd.dev.sigstore.bundle+json;version=0.1": "0.1",
  "application/vnd.dev.sigstore.bundle+json;version=0.2": "0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.3": "0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json": "0.3",
}

const certificateShape = record({ rawBytes: base64 })

const proofShape = message({
  logIndex: defaulting(int64, 0n),
  rootHash: base64,
  treeSize: int64,
  hashes: defaulting(list(base64, MAX_HASHES), []),
  checkpoint: nullable(message({ envelope: defaulting(textUpTo(20_000), "") })),
})

const entryShape = message({
  logIndex: defaulting(int64, 0n),
  logId: record({ keyId: base64 }),
  kindVersion: record({ kind: textUpTo(50), version: textUpTo(50) }),
  integratedTime: defaulting(int64, 0n),
  inclusionPromise: nullable(record({ signedEntryTimestamp: base64 })),
  inclusionProof: nullable(proofShape),
  canonicalizedBody: base64,
})

const messageShape = record({
  messageDigest: record({ algorithm: oneOf("SHA2_256", "SHA2_384", "SHA2_512"), digest: base64 }),
  signature: base64,
})

const envelopeShape = record({
  payload: base64,
  payloadType: textUpTo(200),
  signatures: list(message({ sig: base64, keyid: defaulting(textUpTo(500), "") }), 1),
})

const bundleShape = message({
  mediaType: text(/^.{1,100}$/),
  verificationMaterial: message({
    certificate: nullable(certificateShape),
    x509CertificateChain: nullable(record({ certificates: list(certificateShape, MAX_CERTIFICATES) })),
    publicKey: nullable(message({ hint: defaulting(textUpTo(500), "") })),
    tlogEntries: defaulting(list(entryShape, MAX_ENTRIES), []),
    timestampVerificationData: nullable(
      message({ rfc3161Timestamps: defaulting(list(record({ signedTimestamp: base64 }), MAX_TIMESTAMPS), []) }),
    ),
  }),
  messageSignature: nullable(messageShape),
  dsseEnvelope: nullable(envelopeShape),
})

type DecodedBundle = Shaped<typeof bundleShape>

export type LogEntry = Shaped<typeof entryShape>
export type InclusionProof = Shaped<typeof proofShape>

/** What was signed: the artifact itself, or a statement about it in an envelope (DSSE). */
export type SignedContent =
  | {
      readonly kind: "message"
      readonly algorithm: "SHA2_256" | "SHA2_384" | "SHA2_512"
      readonly digest: Uint8Array
      readonly signature: Uint8Array
    }
  | {
      readonly kind: "envelope"
      readonly payloadType: string
      readonly payload: Uint8Array
      readonly signature: Uint8Array
    }

export interface Bundle {
  readonly version: BundleVersion
  /** DER, the leaf first; null: the signer is known by a key that the bundle does not hold. */
  readonly certificates: readonly [Uint8Array, ...Uint8Array[]] | null
  readonly content: SignedContent
  readonly entries: readonly LogEntry[]
  /** RFC 3161 responses, DER. */
  readonly timestamps: readonly Uint8Array[]
}

/** Reads a bundle of one of `versions`; throws ReleaseError `bundle`. */
export function decodeBundle(bytes: Uint8Array, versions: readonly BundleVersion[]): Bundle {
  const decoded = decodeJson(bundleShape, bytes, MAX_BUNDLE_BYTES, "bundle")
  const version = VERSIONS[decoded.mediaType]
  if (!version || !versions.includes(version)) throw malformed(`its version must be one of ${versions.join(", ")}`)
  const { tlogEntries: entries, timestampVerificationData } = decoded.verificationMaterial
  if (version === "0.1" && entries.some(({ inclusionPromise }) => !inclusionPromise)) {
    throw malformed("version 0.1 must hold a promise for each entry")
  }
  return {
    version,
    certificates: certificatesOf(decoded, version),
    content: contentOf(decoded),
    entries,
    timestamps: timestampVerificationData?.rfc3161Timestamps.map(({ signedTimestamp }) => signedTimestamp) ?? [],
  }
}

function certificatesOf(decoded: DecodedBundle, version: BundleVersion): Bundle["certificates"] {
  const { certificate, x509CertificateChain: chain, publicKey } = decoded.verificationMaterial
  const given = [certificate, chain, publicKey].filter((material) => material !== null)
  if (given.length !== 1) throw malformed("it must hold either a certificate, a chain or the hint of a key")
  if (publicKey) return null
  if (chain && version === "0.3") throw malformed("version 0.3 must hold a single certificate")
  const [leaf, ...others] = chain?.certificates ?? (certificate ? [certificate] : [])
  if (!leaf) throw malformed("its chain of certificates is empty")
  return [leaf.rawBytes, ...others.map(({ rawBytes }) => rawBytes)]
}

function contentOf({ messageSignature, dsseEnvelope }: DecodedBundle): SignedContent {
  if (messageSignature && !dsseEnvelope) {
    return { kind: "message", ...messageSignature.messageDigest, signature: messageSignature.signature }
  }
  const [signature] = dsseEnvelope?.signatures ?? []
  if (!dsseEnvelope || messageSignature) throw malformed("it must hold either a message or an envelope")
  if (!signature) throw malformed("its envelope must have one signature")
  const { payloadType, payload } = dsseEnvelope
  return { kind: "envelope", payloadType, payload, signature: signature.sig }
}

function malformed(message: string): ReleaseError {
  return new ReleaseError("bundle", message)
}
