// The four functions of node:crypto that Sigstore's library calls, synchronous as there: hashes by @noble, signatures by
// WebCrypto within a run of signatures.ts. Only what public keys need; no weaker hash than SHA-256.
// tests/unit/release/node-crypto.test.ts holds each of them against Node's own.

import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import { type BufferBytes, BufferShim } from "./buffer.ts"
import { toP1363 } from "./ecdsa-signature.ts"
import { type NodeKey, readPkcs1, readSpki } from "./public-key.ts"
import { isVerified } from "./signatures.ts"

const HASHES = { sha256, sha384, sha512 } as const
const WEB_HASHES = { sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" } as const

interface EncodedKey {
  readonly key: Uint8Array
  readonly format: "der"
  readonly type: "spki" | "pkcs1"
}

/** Reads a key from DER; throws TypeError. */
export function createPublicKey({ key, type }: EncodedKey): NodeKey {
  return type === "pkcs1" ? readPkcs1(key) : readSpki(key)
}

/** Throws TypeError for a hash that is not here. */
export function createHash(algorithm: string): Hasher {
  return new Hasher(algorithm)
}

/**
 * Whether `signature` is the key's over `data`, within `withSignatures` alone; throws where Node throws, for a hash that
 * does not go with the key.
 */
export function verify(algorithm: string | undefined, data: Uint8Array, key: NodeKey, signature: Uint8Array): boolean {
  const { kind, spki } = key
  if (kind === "ed25519") {
    if (algorithm !== undefined) throw new TypeError("Ed25519 takes no hash")
    return isVerified({ algorithm: { name: "Ed25519" }, spki, data, signature })
  }
  const hash = WEB_HASHES[nameOf(algorithm ?? "sha256")]
  if (kind === "rsa") return isVerified({ algorithm: { name: "RSASSA-PKCS1-v1_5", hash }, spki, data, signature })
  const { name: namedCurve, coordinateBytes } = key.curve
  const raw = toP1363(signature, coordinateBytes)
  return raw !== null && isVerified({ algorithm: { name: "ECDSA", namedCurve, hash }, spki, data, signature: raw })
}

/** Throws RangeError where lengths differ, as Node does. Nothing here is secret, so the time it takes does not matter. */
export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) throw new RangeError(`expected the same length, got ${a.length} and ${b.length}`)
  return a.every((byte, index) => byte === b[index])
}

class Hasher {
  readonly #state: ReturnType<(typeof HASHES)[keyof typeof HASHES]["create"]>

  constructor(algorithm: string) {
    this.#state = HASHES[nameOf(algorithm)].create()
  }

  update(data: Uint8Array): this {
    this.#state.update(plain(data))
    return this
  }

  digest(): BufferBytes {
    return BufferShim.from(this.#state.digest())
  }
}

function nameOf(algorithm: string): keyof typeof HASHES {
  const name = (["sha256", "sha384", "sha512"] as const).find((known) => known === algorithm)
  if (name === undefined) throw new TypeError(`no hash ${algorithm}`)
  return name
}

// @noble wants Uint8Array itself, not what extends it.
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export default { createPublicKey, createHash, verify, timingSafeEqual }
