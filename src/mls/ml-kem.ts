// ML-KEM-768 (FIPS 203): by WebCrypto where the browser has it, which takes a fifth of the time, else by the library's
// JavaScript.

import { unshared } from "../bytes/bytes.ts"

export interface MlKemKey {
  /** 1184 bytes. */
  readonly publicKey: Uint8Array
  /** The shared secret, 32 bytes, of a ciphertext of 1088 bytes; another secret for any that was not made for this key. */
  decapsulate(ciphertext: Uint8Array): Promise<Uint8Array>
}

export interface MlKem {
  /** Expands a seed of 64 bytes, d ‖ z. */
  expand(seed: Uint8Array): Promise<MlKemKey>
  encapsulate(publicKey: Uint8Array): Promise<{ readonly ciphertext: Uint8Array; readonly secret: Uint8Array }>
}

/** As the library's class has it; a private key is bytes. */
export interface LibraryMlKem {
  deriveKeyPair(seed: Uint8Array): Promise<[publicKey: Uint8Array, privateKey: Uint8Array]>
  encap(publicKey: Uint8Array): Promise<[ciphertext: Uint8Array, secret: Uint8Array]>
  decap(ciphertext: Uint8Array, privateKey: Uint8Array): Promise<Uint8Array>
}

/** What the types of WebCrypto do not have yet (WICG, Modern Algorithms in the Web Cryptography API). */
interface MlKemSubtle {
  importKey(
    format: "raw-seed" | "raw-public",
    key: BufferSource,
    name: string,
    extractable: boolean,
    usages: string[],
  ): Promise<CryptoKey>
  exportKey(format: "raw-public", key: CryptoKey): Promise<ArrayBuffer>
  getPublicKey(key: CryptoKey, usages: string[]): Promise<CryptoKey>
  encapsulateBits(name: string, key: CryptoKey): Promise<{ sharedKey: ArrayBuffer; ciphertext: ArrayBuffer }>
  decapsulateBits(name: string, key: CryptoKey, ciphertext: BufferSource): Promise<ArrayBuffer>
}

const NAME = "ML-KEM-768"
const SEED_BYTES = 64

/** WebCrypto's if it has one, else the library's. */
export async function chooseMlKem(subtle: SubtleCrypto, library: LibraryMlKem): Promise<MlKem> {
  return (await nativeMlKem(subtle)) ?? libraryMlKem(library)
}

/** WebCrypto's; null where it has none. */
export async function nativeMlKem(subtle: SubtleCrypto): Promise<MlKem | null> {
  if (!hasMlKem(subtle)) return null
  const mlKem = { expand: expandBy(subtle), encapsulate: encapsulateBy(subtle) }
  try {
    const { publicKey } = await mlKem.expand(new Uint8Array(SEED_BYTES))
    await mlKem.encapsulate(publicKey)
    return mlKem
  } catch {
    return null // it has the methods for other algorithms
  }
}

export function libraryMlKem(library: LibraryMlKem): MlKem {
  return {
    async expand(seed) {
      const [publicKey, privateKey] = await library.deriveKeyPair(seed)
      return { publicKey, decapsulate: (ciphertext) => library.decap(ciphertext, privateKey) }
    },
    async encapsulate(publicKey) {
      const [ciphertext, secret] = await library.encap(publicKey)
      return { ciphertext, secret }
    },
  }
}

function hasMlKem(subtle: SubtleCrypto): subtle is SubtleCrypto & MlKemSubtle {
  return ["getPublicKey", "encapsulateBits", "decapsulateBits"].every((method) => method in subtle)
}

function expandBy(subtle: SubtleCrypto & MlKemSubtle): MlKem["expand"] {
  return async (seed) => {
    const privateKey = await subtle.importKey("raw-seed", unshared(seed), NAME, false, ["decapsulateBits"])
    const publicKey = await subtle.getPublicKey(privateKey, ["encapsulateBits"])
    return {
      publicKey: new Uint8Array(await subtle.exportKey("raw-public", publicKey)),
      decapsulate: async (ciphertext) =>
        new Uint8Array(await subtle.decapsulateBits(NAME, privateKey, unshared(ciphertext))),
    }
  }
}

function encapsulateBy(subtle: SubtleCrypto & MlKemSubtle): MlKem["encapsulate"] {
  return async (publicKey) => {
    const key = await subtle.importKey("raw-public", unshared(publicKey), NAME, false, ["encapsulateBits"])
    const { ciphertext, sharedKey } = await subtle.encapsulateBits(NAME, key)
    return { ciphertext: new Uint8Array(ciphertext), secret: new Uint8Array(sharedKey) }
  }
}
