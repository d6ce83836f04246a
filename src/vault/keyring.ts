// The two keys of this browser's vault, neither of which can be read out: one seals entries, one makes their names.
//
//   name       = HKDF-SHA-256(naming key, salt = "", info = store ‖ 0x00 ‖ key, 32)              key: UTF-8
//   ciphertext = AES-256-GCM(wrapping key, nonce, plaintext, AAD = "Wardroom vault" ‖ 0x00 ‖ store ‖ 0x00 ‖ name)

import { concat, randomBytes, utf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { decodeShape, type Shape } from "../bytes/shape.ts"
import type { Database, EntryName, Sealed } from "./database.ts"
import { VaultError } from "./errors.ts"

const NONCE_BYTES = 12
const NAME_BYTES = 32

/** Where an entry stands: what is sealed for one place opens at no other. */
export interface Place {
  readonly store: string
  readonly name: EntryName
}

export class Keyring {
  readonly #wrappingKey: CryptoKey
  readonly #namingKey: CryptoKey

  private constructor(wrappingKey: CryptoKey, namingKey: CryptoKey) {
    this.#wrappingKey = wrappingKey
    this.#namingKey = namingKey
  }

  /** The keys of a database; makes those that it has not. */
  static async of(database: Database): Promise<Keyring> {
    return new Keyring(
      await keyOf(database, "wrapping", () =>
        crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
          "encrypt",
          "decrypt",
          "wrapKey",
          "unwrapKey",
        ]),
      ),
      await keyOf(database, "naming", generateNamingKey),
    )
  }

  async place(store: string, key: string): Promise<Place> {
    const info = concat(utf8(`${store}\0`), utf8(key))
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }
    const name = await crypto.subtle.deriveBits(hkdf, this.#namingKey, 8 * NAME_BYTES)
    return { store, name: new Uint8Array(name) }
  }

  async seal(place: Place, plaintext: Uint8Array<ArrayBuffer>): Promise<Sealed> {
    const nonce = randomBytes(NONCE_BYTES)
    const ciphertext = await crypto.subtle.encrypt(parameters(nonce, place), this.#wrappingKey, plaintext)
    return { nonce, ciphertext }
  }

  /** Throws VaultError "unreadable". */
  async open(place: Place, { nonce, ciphertext }: Sealed): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, place), this.#wrappingKey, ciphertext))
    } catch (error) {
      throw new VaultError("unreadable", `an entry of "${place.store}" does not open`, { cause: error })
    }
  }

  /** What is sealed in canonical CBOR. Throws VaultError "unreadable", also for what is of another shape. */
  async openAs<T extends CborValue>(shape: Shape<T>, place: Place, sealed: Sealed): Promise<T> {
    const plaintext = await this.open(place, sealed)
    try {
      return decodeShape(shape, plaintext)
    } catch (error) {
      throw new VaultError("unreadable", `an entry of "${place.store}" is of another shape`, { cause: error })
    }
  }

  /** Wraps an extractable private key. */
  async wrap(place: Place, key: CryptoKey): Promise<Sealed> {
    const nonce = randomBytes(NONCE_BYTES)
    const ciphertext = await crypto.subtle.wrapKey("pkcs8", key, this.#wrappingKey, parameters(nonce, place))
    return { nonce, ciphertext }
  }

  /** An Ed25519 private key that signs and cannot be read out. */
  unwrap({ nonce, ciphertext }: Sealed, place: Place): Promise<CryptoKey> {
    const wrapping = parameters(nonce, place)
    return crypto.subtle.unwrapKey("pkcs8", ciphertext, this.#wrappingKey, wrapping, "Ed25519", false, ["sign"])
  }

  /** What version 1 sealed: without a place. */
  async openUnplaced({ nonce, ciphertext }: Sealed): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, this.#wrappingKey, ciphertext))
  }
}

/** IndexedDB gives binary keys back as ArrayBuffers, whatever was put in. */
export function entryName(key: Uint8Array<ArrayBuffer> | ArrayBuffer): EntryName {
  return new Uint8Array(key)
}

function parameters(nonce: Uint8Array<ArrayBuffer>, { store, name }: Place): AesGcmParams {
  return { name: "AES-GCM", iv: nonce, additionalData: concat(utf8(`Wardroom vault\0${store}\0`), name) }
}

async function generateNamingKey(): Promise<CryptoKey> {
  const secret = randomBytes(32)
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"])
  secret.fill(0)
  return key
}

async function keyOf(
  database: Database,
  name: "wrapping" | "naming",
  generate: () => Promise<CryptoKey>,
): Promise<CryptoKey> {
  const known = await database.get("keys", name)
  if (known) return known
  const fresh = await generate()
  // Another page may have made one meanwhile: what it sealed must open.
  const transaction = database.transaction("keys", "readwrite")
  const theirs = await transaction.store.get(name)
  if (!theirs) await transaction.store.add(fresh, name)
  await transaction.done
  return theirs ?? fresh
}
