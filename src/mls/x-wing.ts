// X-Wing (draft-connolly-cfrg-xwing-kem-06 §5) over the browser's own X25519 and ML-KEM-768: the library computes both in
// JavaScript, and a private key anew each time that it is used.
//
//   private key (32) ──SHAKE-256──► ML-KEM seed (64) ‖ X25519 private key (32)
//   public key       = ML-KEM public key (1184) ‖ X25519 public key (32)
//   enc              = ML-KEM ciphertext (1088) ‖ ephemeral X25519 public key (32)
//   shared secret    = SHA3-256(ML-KEM secret ‖ X25519 secret ‖ ephemeral ‖ X25519 public key ‖ label)

import type { RecipientContextParams, SenderContextParams } from "@hpke/core"
import { XWing } from "@hpke/hybridkem-x-wing"
import { sha3_256, shake256 } from "@noble/hashes/sha3.js"
import { concat, fromHex, unshared, utf8 } from "../bytes/bytes.ts"
import { chooseMlKem, libraryMlKem, type MlKem, type MlKemKey } from "./ml-kem.ts"

const LABEL = utf8("\\.//^\\")
const PRIVATE_KEY_BYTES = 32
const SEED_BYTES = 64
const ML_KEM_KEY_BYTES = 1184
const ML_KEM_CIPHERTEXT_BYTES = 1088
const ENC_BYTES = ML_KEM_CIPHERTEXT_BYTES + 32
const SECRET_BITS = 256
/** What stands before a private key of 32 bytes in PKCS #8 (RFC 8410 §7): WebCrypto takes private keys in no other form. */
const PKCS8_HEAD = fromHex("302e020100300506032b656e04220420")
const BASE_POINT = Uint8Array.of(9, ...new Uint8Array(31))

interface ExpandedKey {
  readonly mlKem: MlKemKey
  readonly x25519: CryptoKey
  readonly x25519Public: Uint8Array
}

/** The library's KEM with other means: the same keys, ciphertexts and secrets. */
export class NativeXWing extends XWing {
  readonly #mlKem: Promise<MlKem>
  /** What keys expand to, for as long as somebody holds the key: an epoch's keys are imported anew in the next one. */
  readonly #expanded = new WeakMap<CryptoKey, Promise<ExpandedKey>>()

  constructor(mlKem: "native where there is one" | "library" = "native where there is one") {
    super()
    this.#mlKem = mlKem === "library" ? Promise.resolve(libraryMlKem(this._m)) : chooseMlKem(crypto.subtle, this._m)
  }

  override deriveKeyPair(ikm: ArrayBufferLike | ArrayBufferView): Promise<CryptoKeyPair> {
    return this.#pairOf(shake256(bytesOf(ikm), { dkLen: PRIVATE_KEY_BYTES }))
  }

  override generateKeyPair(): Promise<CryptoKeyPair> {
    return this.#pairOf(crypto.getRandomValues(new Uint8Array(PRIVATE_KEY_BYTES)))
  }

  /** With an `ekm`, which only tests give, the library's own way, since WebCrypto draws its own randomness. */
  override async encap(params: SenderContextParams): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }> {
    if (params.ekm !== undefined) return super.encap(params)
    const publicKey = new Uint8Array(await this.serializePublicKey(params.recipientPublicKey))
    const x25519Public = publicKey.subarray(ML_KEM_KEY_BYTES)
    const mlKem = await this.#mlKem
    const [{ ciphertext, secret }, { privateKey, publicKey: ephemeral }] = await Promise.all([
      mlKem.encapsulate(publicKey.subarray(0, ML_KEM_KEY_BYTES)),
      ephemeralPair(),
    ])
    const x25519Secret = await multiply(privateKey, x25519Public)
    const sharedSecret = combine(secret, x25519Secret, ephemeral, x25519Public)
    return { sharedSecret, enc: concat(ciphertext, ephemeral).buffer }
  }

  override async decap({ recipientKey, enc }: RecipientContextParams): Promise<ArrayBuffer> {
    const ciphertext = bytesOf(enc)
    if (ciphertext.length !== ENC_BYTES) throw new RangeError(`"enc" must be ${ENC_BYTES} bytes`)
    const key = "privateKey" in recipientKey ? recipientKey.privateKey : recipientKey
    const { mlKem, x25519, x25519Public } = await this.#expand(key)
    const ephemeral = ciphertext.subarray(ML_KEM_CIPHERTEXT_BYTES)
    const [secret, x25519Secret] = await Promise.all([
      mlKem.decapsulate(ciphertext.subarray(0, ML_KEM_CIPHERTEXT_BYTES)),
      multiply(x25519, ephemeral),
    ])
    return combine(secret, x25519Secret, ephemeral, x25519Public)
  }

  async #pairOf(privateBytes: Uint8Array): Promise<CryptoKeyPair> {
    const privateKey = await this.deserializePrivateKey(privateBytes)
    const { mlKem, x25519Public } = await this.#expand(privateKey)
    const publicKey = await this.deserializePublicKey(concat(mlKem.publicKey, x25519Public))
    return { privateKey, publicKey }
  }

  #expand(key: CryptoKey): Promise<ExpandedKey> {
    const known = this.#expanded.get(key)
    if (known) return known
    const expanded = this.serializePrivateKey(key).then((bytes) => this.#expandBytes(new Uint8Array(bytes)))
    this.#expanded.set(key, expanded)
    return expanded
  }

  async #expandBytes(privateBytes: Uint8Array): Promise<ExpandedKey> {
    const halves = shake256(privateBytes, { dkLen: SEED_BYTES + PRIVATE_KEY_BYTES })
    const [seed, scalar] = [halves.subarray(0, SEED_BYTES), halves.subarray(SEED_BYTES)]
    const pkcs8 = concat(PKCS8_HEAD, scalar)
    const [mlKem, x25519] = await Promise.all([
      this.#mlKem.then((chosen) => chosen.expand(seed)),
      crypto.subtle.importKey("pkcs8", pkcs8, "X25519", false, ["deriveBits"]),
    ])
    halves.fill(0)
    pkcs8.fill(0)
    return { mlKem, x25519, x25519Public: await multiply(x25519, BASE_POINT) }
  }
}

async function ephemeralPair(): Promise<{ readonly privateKey: CryptoKey; readonly publicKey: Uint8Array }> {
  const pair = await crypto.subtle.generateKey("X25519", false, ["deriveBits"])
  if (!("privateKey" in pair)) throw new TypeError("X25519 keys come in pairs")
  return {
    privateKey: pair.privateKey,
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
  }
}

/** X25519 (RFC 7748 §5), 32 bytes; rejects an all-zero result, as RFC 7748 §6.1 allows. */
async function multiply(privateKey: CryptoKey, point: Uint8Array): Promise<Uint8Array> {
  const publicKey = await crypto.subtle.importKey("raw", unshared(point), "X25519", false, [])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: publicKey }, privateKey, SECRET_BITS))
}

function combine(
  mlKemSecret: Uint8Array,
  x25519Secret: Uint8Array,
  ephemeral: Uint8Array,
  x25519Public: Uint8Array,
): ArrayBuffer {
  return concat(sha3_256(concat(mlKemSecret, x25519Secret, ephemeral, x25519Public, LABEL))).buffer
}

function bytesOf(given: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(given)
    ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
    : new Uint8Array(given)
}
