// The library as it is published, with its own X-Wing; and suites whose randomness can be had twice.

import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, type KemInterface } from "@hpke/core"
import { XWing } from "@hpke/hybridkem-x-wing"
import type { Aead } from "ts-mls/crypto/aead.js"
import { getCiphersuiteFromName } from "ts-mls/crypto/ciphersuite.js"
import { makeKdf } from "ts-mls/crypto/implementation/default/makeKdfImpl.js"
import { makeGenericHpke } from "ts-mls/crypto/implementation/hpke.js"
import { concat, sha256, unshared } from "../../../src/bytes/bytes.ts"
import { type MlsSuite, RELEASE_SUITE, type SuiteName } from "../../../src/mls/suite.ts"
import { NativeXWing } from "../../../src/mls/x-wing.ts"

export function librarysKem(name: SuiteName): KemInterface {
  return name === RELEASE_SUITE ? new XWing() : new DhkemX25519HkdfSha256()
}

export function ourKem(name: SuiteName): KemInterface {
  return name === RELEASE_SUITE ? new NativeXWing() : new DhkemX25519HkdfSha256()
}

/** The suite, signing with the same key, but with another KEM. */
export async function withKem(suite: MlsSuite, kem: KemInterface): Promise<MlsSuite> {
  const { hpke } = getCiphersuiteFromName(suite.name)
  const aead = suite.name === RELEASE_SUITE ? new Aes256Gcm() : new Aes128Gcm()
  const cipherSuite = new CipherSuite({ kem, kdf: makeKdf(hpke.kdf), aead })
  return { ...suite, hpke: await makeGenericHpke(hpke, AES_GCM, cipherSuite) }
}

/** The suite with a KEM that seals to a key in one way only, and with random bytes that a seed repeats. */
export async function repeatable(suite: MlsSuite, kem: KemInterface, seed: Uint8Array): Promise<MlsSuite> {
  const encap = kem.encap.bind(kem)
  kem.encap = async (params) => {
    const key = new Uint8Array(await kem.serializePublicKey(publicKeyOf(params.recipientPublicKey)))
    const halves = await Promise.all([0, 1].map((half) => sha256(concat(seed, Uint8Array.of(half), key))))
    return encap({ ...params, ekm: unshared(concat(...halves)).buffer })
  }
  let drawn = 0
  const randomBytes = (length: number) =>
    Uint8Array.from({ length }, (_, at) => (seed[at % seed.length] ?? 0) ^ drawn++)
  return { ...(await withKem(suite, kem)), rng: { randomBytes } }
}

function publicKeyOf(key: CryptoKey | CryptoKeyPair): CryptoKey {
  return "publicKey" in key ? key.publicKey : key
}

/** For the Welcomes that the library makes, whoever joins or not. */
const AES_GCM: Aead = {
  encrypt: async (key, nonce, additionalData, plaintext) => {
    const parameters = { name: "AES-GCM", iv: unshared(nonce), additionalData: unshared(additionalData) }
    return new Uint8Array(await crypto.subtle.encrypt(parameters, await aesKey(key), unshared(plaintext)))
  },
  decrypt: async (key, nonce, additionalData, ciphertext) => {
    const parameters = { name: "AES-GCM", iv: unshared(nonce), additionalData: unshared(additionalData) }
    return new Uint8Array(await crypto.subtle.decrypt(parameters, await aesKey(key), unshared(ciphertext)))
  },
}

function aesKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", unshared(key), "AES-GCM", false, ["encrypt", "decrypt"])
}
