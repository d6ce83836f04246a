// A Sigstore bundle, decoded: nothing in it is verified here.

import { JsonReader } from "../json.ts"

export type BundleVersion = "0.1" | "0.2" | "0.3"

/** What was signed: a file by its digest, or a DSSE envelope with a statement about it. */
export type SignedContent =
  | { readonly type: "message"; readonly signature: Buffer; readonly digest: MessageDigest }
  | { readonly type: "envelope"; readonly signature: Buffer; readonly payloadType: string; readonly payload: Buffer }

export interface MessageDigest {
  readonly algorithm: string
  readonly digest: Buffer
}

/** Who signed: certificates in DER, the signer's first, or a key known beforehand. */
export type Signer =
  | { readonly type: "certificate"; readonly leaf: Buffer; readonly intermediates: readonly Buffer[] }
  | { readonly type: "key" }

export interface LogEntry {
  readonly logId: Buffer
  readonly logIndex: bigint
  readonly kind: string
  readonly version: string
  /** Seconds; 0 where the log says nothing (Rekor v2). */
  readonly integratedTime: bigint
  /** The log's signed promise over body, time and index; Rekor v2 has none. */
  readonly promise: Buffer | null
  readonly proof: InclusionProof | null
  readonly body: Buffer
}

export interface InclusionProof {
  readonly leafIndex: bigint
  readonly treeSize: bigint
  readonly rootHash: Buffer
  readonly hashes: readonly Buffer[]
  readonly checkpoint: string | null
}

export interface Bundle {
  readonly version: BundleVersion
  readonly content: SignedContent
  readonly signer: Signer
  readonly entries: readonly LogEntry[]
  /** RFC 3161 responses, DER. */
  readonly timestamps: readonly Buffer[]
}

const MEDIA_TYPE = /^application\/vnd\.dev\.sigstore\.bundle(?:\+json;version=|\.v)(0\.[123])(?:\+json)?$/
const DSSE_PAYLOAD_TYPE = "application/vnd.in-toto+json"

/** Reads a bundle of one of these versions; refuses (bundle) whatever cannot be read, or is not known. */
export function readBundle(bytes: Uint8Array, versions: readonly string[]): Bundle {
  const bundle = JsonReader.parse(bytes, "bundle", "bundle")
  bundle.only("mediaType", "verificationMaterial", "messageSignature", "dsseEnvelope")
  const mediaType = bundle.get("mediaType")
  const version = versionOf(mediaType)
  if (!versions.includes(version)) return mediaType.refuse(`a bundle of version ${versions.join(" or ")}`)
  const material = bundle.get("verificationMaterial")
  material.only("publicKey", "certificate", "x509CertificateChain", "tlogEntries", "timestampVerificationData")
  const timestamps = material.optional("timestampVerificationData")?.only("rfc3161Timestamps")
  return {
    version,
    content: readContent(bundle),
    signer: readSigner(material, version),
    entries: material.optionalList("tlogEntries").map((entry) => readEntry(entry, version)),
    timestamps: (timestamps?.optionalList("rfc3161Timestamps") ?? []).map((one) =>
      one.only("signedTimestamp").get("signedTimestamp").base64(),
    ),
  }
}

/** DSSE's pre-authentication encoding: what a signature over an envelope is made of. */
export function preAuthEncoding(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `), payload])
}

function versionOf(mediaType: JsonReader): BundleVersion {
  const [, version] = MEDIA_TYPE.exec(mediaType.string()) ?? []
  return version === "0.1" || version === "0.2" || version === "0.3"
    ? version
    : mediaType.refuse("the media type of a bundle")
}

function readContent(bundle: JsonReader): SignedContent {
  const message = bundle.optional("messageSignature")
  const envelope = bundle.optional("dsseEnvelope")
  if (message !== null && envelope === null) {
    const digest = message.only("messageDigest", "signature").get("messageDigest").only("algorithm", "digest")
    return {
      type: "message",
      signature: message.get("signature").base64(),
      digest: { algorithm: digest.get("algorithm").string(), digest: digest.get("digest").base64() },
    }
  }
  if (envelope === null || message !== null) return bundle.refuse("one of messageSignature and dsseEnvelope")
  envelope.only("payload", "payloadType", "signatures")
  const payloadType = envelope.get("payloadType")
  if (payloadType.string() !== DSSE_PAYLOAD_TYPE) return payloadType.refuse(DSSE_PAYLOAD_TYPE)
  const [signature, ...others] = envelope.get("signatures").list()
  if (signature === undefined || others.length > 0) return envelope.refuse("one signature")
  signature.only("sig", "keyid").optional("keyid")?.string()
  return {
    type: "envelope",
    signature: signature.get("sig").base64(),
    payloadType: payloadType.string(),
    payload: envelope.get("payload").base64(),
  }
}

function readSigner(material: JsonReader, version: BundleVersion): Signer {
  const chain = material.optional("x509CertificateChain")
  const single = material.optional("certificate")
  const key = material.optional("publicKey")
  if ([chain, single, key].filter((one) => one !== null).length !== 1) return material.refuse("one signer")
  if (key !== null) {
    key.only("hint").optional("hint")?.string() // which key is the policy's to say
    return { type: "key" }
  }
  if (chain !== null && version === "0.3") return chain.refuse("a single certificate in version 0.3")
  const raw = chain === null ? [single ?? material] : chain.only("certificates").get("certificates").list()
  const [leaf, ...intermediates] = raw.map((one) => one.only("rawBytes").get("rawBytes").base64())
  if (leaf === undefined) return material.refuse("a certificate")
  return { type: "certificate", leaf, intermediates }
}

function readEntry(entry: JsonReader, version: BundleVersion): LogEntry {
  entry.only(
    "logIndex",
    "logId",
    "kindVersion",
    "integratedTime",
    "inclusionPromise",
    "inclusionProof",
    "canonicalizedBody",
  )
  const kind = entry.get("kindVersion").only("kind", "version")
  // The first version had promises before it had proofs: one without is none of that version.
  const promise = version === "0.1" ? entry.get("inclusionPromise") : entry.optional("inclusionPromise")
  const proof = entry.optional("inclusionProof")
  return {
    logId: entry.get("logId").only("keyId").get("keyId").base64(),
    logIndex: entry.optional("logIndex")?.int64() ?? 0n,
    kind: kind.get("kind").string(),
    version: kind.get("version").string(),
    integratedTime: entry.optional("integratedTime")?.int64() ?? 0n,
    promise: promise?.only("signedEntryTimestamp").get("signedEntryTimestamp").base64() ?? null,
    proof: proof === null ? null : readProof(proof),
    body: entry.get("canonicalizedBody").base64(),
  }
}

function readProof(proof: JsonReader): InclusionProof {
  proof.only("logIndex", "treeSize", "rootHash", "hashes", "checkpoint")
  // Protobuf does not tell an empty text from none.
  const checkpoint = proof.optional("checkpoint")?.only("envelope").optional("envelope")?.string() ?? ""
  return {
    leafIndex: proof.optional("logIndex")?.int64() ?? 0n,
    treeSize: proof.get("treeSize").int64(),
    rootHash: proof.get("rootHash").base64(),
    hashes: proof.optionalList("hashes").map((hash) => hash.base64()),
    checkpoint: checkpoint === "" ? null : checkpoint,
  }
}
