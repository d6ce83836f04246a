// Signatures as Sigstore uses them: the key says the algorithm.

import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto"
import { type Kind, RefusalError } from "../verdict.ts"

/** The digest that goes with an EC curve; RSA keys sign SHA-256 (PKCS #1 v1.5), Ed25519 hashes by itself. */
const CURVE_DIGEST: Readonly<Record<string, string>> = {
  prime256v1: "sha256",
  secp384r1: "sha384",
  secp521r1: "sha512",
}

/** Whether a signature verifies, with the key's own digest unless another is named; false for unusable keys too. */
export function verifySignature(
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  digest = digestOf(key),
): boolean {
  if (digest === undefined) return false
  try {
    return verify(digest, data, key, signature)
  } catch {
    return false
  }
}

/** `null` leaves the choice to the algorithm (Ed25519); undefined: a key we do not take. */
function digestOf(key: KeyObject): string | null | undefined {
  const type = key.asymmetricKeyType
  if (type === "ec") return CURVE_DIGEST[key.asymmetricKeyDetails?.namedCurve ?? ""]
  if (type === "ed25519") return null
  return type === "rsa" ? "sha256" : undefined
}

/** A public key in SubjectPublicKeyInfo (or, for old logs, PKCS #1) DER. */
export function readPublicKey(der: Buffer, fault: Kind, what: string): KeyObject {
  for (const type of ["spki", "pkcs1"] as const) {
    try {
      return createPublicKey({ key: der, format: "der", type })
    } catch {
      // The next type; none left is said below.
    }
  }
  throw new RefusalError(fault, `${what}: expected a public key in DER`)
}

/** The bytes between PEM's lines. */
export function bytesOfPem(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----(?:BEGIN|END) [A-Z ]+-----/g, "").replaceAll(/\s/g, ""), "base64")
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(part)
  return hash.digest()
}
