// Key schedule of SFrame, RFC 9605 §4.4.2, without any secret ever being visible to script: WebCrypto's HKDF with an
// empty salt is HKDF-Extract("", base key) followed by HKDF-Expand, so the per-KID key goes from one non-extractable
// CryptoKey to another. Only the salt, which is no secret of its own in GCM, comes out as bytes.

import { bigEndian, concat, unshared, utf8 } from "../bytes/bytes.ts"

/** A cipher suite of RFC 9605 §4.5; both tags are 16 bytes, both nonces 12. */
export interface FrameSuite {
  readonly number: number
  readonly hash: "SHA-256" | "SHA-512"
  readonly keyBytes: number
}

export const AES_128_GCM_SHA256_128: FrameSuite = { number: 4, hash: "SHA-256", keyBytes: 16 }
/** What Wardroom uses. */
export const AES_256_GCM_SHA512_128: FrameSuite = { number: 5, hash: "SHA-512", keyBytes: 32 }

export const NONCE_BYTES = 12
export const TAG_BYTES = 16
const FINGERPRINT_LABEL = utf8("Wardroom 1 base key fingerprint")

/** The key and salt that seal, or open, the frames of one KID. */
export interface FrameKey {
  readonly aead: CryptoKey
  readonly salt: Uint8Array<ArrayBuffer>
}

/** Wraps a base key's bytes; the caller forgets them. */
export function importBaseKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", unshared(bytes), "HKDF", false, ["deriveKey", "deriveBits"])
}

/** RFC 9605 §4.4.2: the key of one KID, good for one direction only. */
export async function deriveFrameKey(
  baseKey: CryptoKey,
  kid: bigint,
  usage: "encrypt" | "decrypt",
  suite: FrameSuite,
): Promise<FrameKey> {
  const suffix = concat(bigEndian(kid, 8), bigEndian(BigInt(suite.number), 2))
  const keyLabel = concat(utf8("SFrame 1.0 Secret key "), suffix)
  const saltLabel = concat(utf8("SFrame 1.0 Secret salt "), suffix)
  const algorithm = { name: "AES-GCM", length: 8 * suite.keyBytes }
  const [aead, salt] = await Promise.all([
    crypto.subtle.deriveKey(expand(suite, keyLabel), baseKey, algorithm, false, [usage]),
    crypto.subtle.deriveBits(expand(suite, saltLabel), baseKey, 8 * NONCE_BYTES),
  ])
  return { aead, salt: new Uint8Array(salt) }
}

/** 32 bytes that are equal for equal base keys and say nothing about them. */
export async function fingerprintOf(baseKey: CryptoKey, suite: FrameSuite): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.deriveBits(expand(suite, FINGERPRINT_LABEL), baseKey, 256))
}

function expand(suite: FrameSuite, info: Uint8Array<ArrayBuffer>): HkdfParams {
  return { name: "HKDF", hash: suite.hash, salt: new Uint8Array(0), info }
}
