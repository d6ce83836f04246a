// Bundles, trust roots and log entries as JSON, for tests to make and to break.

import { createHash, type KeyObject } from "node:crypto"

/** Of a signature: what the bundle says of its signer, and what the log's entry says. */
export interface Material {
  readonly json: object
  readonly pem: string
}

export function certificateMaterial(certificate: Buffer): Material {
  const rawBytes = certificate.toString("base64")
  return { json: { certificate: { rawBytes } }, pem: pem("CERTIFICATE", rawBytes) }
}

export function keyMaterial(publicKey: KeyObject): Material {
  return { json: { publicKey: { hint: "" } }, pem: pem("PUBLIC KEY", spki(publicKey).toString("base64")) }
}

/** A bundle of version 0.3. */
export function bundleOf<E>(material: Material, content: object, entry: E) {
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      ...material.json,
      tlogEntries: [entry],
      timestampVerificationData: { rfc3161Timestamps: new Array<{ signedTimestamp: string }>() },
    },
    ...content,
  }
}

/** What is proposed to the log for a signature over the artifact itself. */
export function hashedRekord(artifact: Uint8Array, signature: Buffer, { pem }: Material) {
  const publicKey = { content: Buffer.from(pem).toString("base64") }
  const spec = { data: { hash: hashOf(artifact) }, signature: { content: signature.toString("base64"), publicKey } }
  return { apiVersion: "0.0.1", kind: "hashedrekord", spec }
}

/** What is proposed to the log for a signature over an envelope. */
export function dsseEntry(payload: Buffer, signature: Buffer, { pem }: Material) {
  const signatures = [{ signature: signature.toString("base64"), verifier: Buffer.from(pem).toString("base64") }]
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: { envelopeHash: hashOf(payload), payloadHash: hashOf(payload), signatures },
  }
}

export function logOf(baseUrl: string, key: Buffer, validFor: object) {
  const publicKey = { rawBytes: key.toString("base64"), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor }
  return { baseUrl, hashAlgorithm: "SHA2_256", publicKey, logId: { keyId: sha256(key).toString("base64") } }
}

export function chainOf(...certificates: readonly Buffer[]) {
  return { certificates: certificates.map((certificate) => ({ rawBytes: certificate.toString("base64") })) }
}

/** The same without a field. */
export function without<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const copy: Partial<T> = { ...value }
  delete copy[name]
  return copy as Omit<T, K>
}

export function toBytes(json: object): Uint8Array {
  return Buffer.from(JSON.stringify(json))
}

export function spki(key: KeyObject): Buffer<ArrayBuffer> {
  return Buffer.from(key.export({ type: "spki", format: "der" }))
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest()
}

function hashOf(bytes: Uint8Array) {
  return { algorithm: "sha256", value: sha256(bytes).toString("hex") }
}

function pem(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
}
