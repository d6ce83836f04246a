// A bundle that is good, by an authority of the tests' own, and what breaks it in one place.

import { expect } from "vitest"
import { decodeTrustRoot } from "../../../src/release/trust-root.ts"
import { type BundlePolicy, verifyBundle } from "../../../src/release/verify-bundle.ts"
import { openAuthority, SIGNER } from "../../harness/release/authority.ts"
import { toBytes } from "../../harness/release/bundle-json.ts"

/** Not before this moment: the mock's own root certificates begin with it. */
export const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)
export const ARTIFACT = Buffer.from("the release")

export const authority = await openAuthority(NOW)
export const stranger = await openAuthority(NOW)

export const IDENTITY = { issuer: SIGNER.issuer, subject: SIGNER.subject, build: null }
export const POLICY: BundlePolicy = {
  trust: { kind: "identity", identities: [IDENTITY] },
  versions: ["0.3"],
  content: "artifact",
}

type BundleJson = Awaited<ReturnType<typeof authority.signArtifact>>
type Entry = BundleJson["verificationMaterial"]["tlogEntries"][number]

export const good = await authority.signArtifact(ARTIFACT)
export const other = await authority.signArtifact(Buffer.from("another release"))

const TRUST_ROOT = authority.trustRoot()

interface Verification {
  readonly policy?: BundlePolicy
  readonly root?: object
  readonly artifact?: Buffer
}

/** Verifies with the good policy, trust root and artifact, or others. */
export async function verify(
  bundle: object,
  { policy = POLICY, root = TRUST_ROOT, artifact = ARTIFACT }: Verification = {},
) {
  return verifyBundle(policy, decodeTrustRoot(toBytes(root)), toBytes(bundle), artifact)
}

/** As `verify`, which must refuse. */
export async function expectFault(fault: string, ...args: Parameters<typeof verify>): Promise<void> {
  await expect(verify(...args)).rejects.toThrow(expect.objectContaining({ name: "ReleaseError", fault }))
}

/** The good bundle with its entry changed. */
export function withEntry(change: (entry: Entry) => object): object {
  const { tlogEntries, ...material } = good.verificationMaterial
  return { ...good, verificationMaterial: { ...material, tlogEntries: tlogEntries.map(change) } }
}

/** The good bundle with timestamps (DER). */
export function withTimestamps(...timestamps: readonly Buffer[]): object {
  const rfc3161Timestamps = timestamps.map((bytes) => ({ signedTimestamp: bytes.toString("base64") }))
  return {
    ...good,
    verificationMaterial: { ...good.verificationMaterial, timestampVerificationData: { rfc3161Timestamps } },
  }
}

export function signatureOf(bundle: object): Buffer {
  return Buffer.from((bundle as { messageSignature: { signature: string } }).messageSignature.signature, "base64")
}

/** The same base64 with the last bit of its bytes turned. */
export function flipped(base64: string): string {
  const bytes = Buffer.from(base64, "base64")
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString("base64")
}
