// The cipher suites, assembled from the library's parts. The library's own provider is not used: it imports primitives
// of other suites that are not installed, and keeps signature keys as raw bytes.

import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256 } from "@hpke/core"
import type { Capabilities } from "ts-mls/capabilities.js"
import type { Aead } from "ts-mls/crypto/aead.js"
import { type CiphersuiteImpl, getCiphersuiteFromName } from "ts-mls/crypto/ciphersuite.js"
import { makeHashImpl } from "ts-mls/crypto/implementation/default/makeHashImpl.js"
import { makeKdf, makeKdfImpl } from "ts-mls/crypto/implementation/default/makeKdfImpl.js"
import { makeGenericHpke } from "ts-mls/crypto/implementation/hpke.js"
import type { Signature } from "ts-mls/crypto/signature.js"
import { randomBytes, unshared } from "../bytes/bytes.ts"
import { signWith } from "../bytes/statement.ts"
import { TreeHashes } from "./tree-hash.ts"
import { NativeXWing } from "./x-wing.ts"

/** The suite of every release build: X-Wing, AES-256-GCM, SHA-512, Ed25519. The other one is for fast tests. */
export const RELEASE_SUITE = "MLS_256_XWING_AES256GCM_SHA512_Ed25519"
export const FAST_SUITE = "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"
export type SuiteName = typeof RELEASE_SUITE | typeof FAST_SUITE

/** The group context extension that holds the meeting (docs/protocol.md); from the range for private use. */
export const MEETING_EXTENSION = 0xf0a1
/** The one that says which group a successor group follows. */
export const SUCCESSION_EXTENSION = 0xf0a2

/** What the library is given as signature key: the leaf key is in the suite, never with the library. */
export const NO_KEY = new Uint8Array()

export interface MlsSuite extends CiphersuiteImpl {
  readonly name: SuiteName
  /** By `hash`; suites made of one another share them. */
  readonly treeHashes: TreeHashes
  readonly encryptionKeyBytes: number
  /** Of the KEM's output, by which an HPKE ciphertext begins. */
  readonly kemOutputBytes: number
  /** What every leaf must claim, exactly. */
  readonly capabilities: Capabilities
}

/** Assembles a suite; without a `leafKey` it verifies, but whatever would sign throws. */
export async function createSuite(name: SuiteName, leafKey?: CryptoKey): Promise<MlsSuite> {
  const algorithms = getCiphersuiteFromName(name)
  const isRelease = name === RELEASE_SUITE
  const hpke = new CipherSuite({
    kem: isRelease ? new NativeXWing() : new DhkemX25519HkdfSha256(),
    kdf: makeKdf(algorithms.hpke.kdf),
    aead: isRelease ? new Aes256Gcm() : new Aes128Gcm(),
  })
  const hash = makeHashImpl(crypto.subtle, algorithms.hash)
  return {
    name,
    hash,
    treeHashes: new TreeHashes(hash),
    kdf: makeKdfImpl(makeKdf(algorithms.hpke.kdf)),
    hpke: await makeGenericHpke(algorithms.hpke, NO_AEAD, hpke),
    signature: ed25519(leafKey),
    rng: { randomBytes },
    encryptionKeyBytes: isRelease ? 1216 : 32,
    kemOutputBytes: isRelease ? 1120 : 32,
    capabilities: {
      versions: ["mls10"],
      ciphersuites: [name],
      extensions: [MEETING_EXTENSION, SUCCESSION_EXTENSION],
      proposals: [],
      credentials: ["basic"],
    },
  }
}

/** The same suite, signing with another leaf key. */
export function withLeafKey(suite: MlsSuite, leafKey: CryptoKey): MlsSuite {
  return { ...suite, signature: ed25519(leafKey) }
}

// The library hands a private key around as bytes. Ours is a CryptoKey that cannot be extracted, held here; what the
// library holds in its place is empty.
function ed25519(leafKey?: CryptoKey): Signature {
  return {
    async sign(_handle, message) {
      if (!leafKey) throw new TypeError("this suite only verifies")
      return signWith(leafKey)(message)
    },
    async verify(publicKey, message, signature) {
      try {
        const key = await crypto.subtle.importKey("raw", unshared(publicKey), "Ed25519", false, ["verify"])
        return await crypto.subtle.verify("Ed25519", key, unshared(signature), unshared(message))
      } catch {
        return false // a key that cannot be read signs nothing
      }
    },
    keygen: () => Promise.reject(new TypeError("leaf keys are made by WebCrypto")),
  }
}

// Only Welcomes and PrivateMessages would use it, and neither exists here.
const NO_AEAD: Aead = {
  encrypt: () => Promise.reject(new TypeError("no MLS message is sent encrypted")),
  decrypt: () => Promise.reject(new TypeError("no MLS message is received encrypted")),
}
