// What this browser remembers, in IndexedDB of the extension's origin: private keys as CryptoKeys that cannot be read
// out, everything else sealed under one such key. Nothing here is ever sent anywhere.

import { type DBSchema, type IDBPDatabase, openDB } from "idb"
import { randomBytes, toHex, unshared } from "../bytes/bytes.ts"

/** An identity outlives a crash, but not a day (design §5). */
const IDENTITY_LIFE_MS = 24 * 60 * 60 * 1000
const NONCE_BYTES = 12

export interface SigningKey {
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
}

interface StoredIdentity extends SigningKey {
  readonly createdAt: number
}

interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
}

interface StoredHostKey extends Sealed {
  readonly publicKey: Uint8Array
}

interface Schema extends DBSchema {
  keys: { key: "wrapping"; value: CryptoKey }
  identities: { key: string; value: StoredIdentity }
  hostKeys: { key: string; value: StoredHostKey }
  running: { key: "link"; value: Sealed }
}

export class Vault {
  readonly #database: IDBPDatabase<Schema>
  readonly #wrappingKey: CryptoKey
  readonly #now: () => number

  private constructor(database: IDBPDatabase<Schema>, wrappingKey: CryptoKey, now: () => number) {
    this.#database = database
    this.#wrappingKey = wrappingKey
    this.#now = now
  }

  static async open({ name = "wardroom", now = Date.now }: { name?: string; now?: () => number } = {}): Promise<Vault> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(opened) {
        for (const store of ["keys", "identities", "hostKeys", "running"] as const) opened.createObjectStore(store)
      },
    })
    return new Vault(database, await wrappingKey(database), now)
  }

  /** The identity for one meeting: the one of the last 24 hours, else a fresh one. */
  async identity(meeting: string): Promise<SigningKey> {
    await this.#forgetOldIdentities()
    const known = await this.#database.get("identities", meeting)
    if (known) return known
    const fresh = { ...(await generateSigningKey()), createdAt: this.#now() }
    await this.#database.put("identities", fresh, meeting)
    return fresh
  }

  async forgetIdentity(meeting: string): Promise<void> {
    await this.#database.delete("identities", meeting)
  }

  /** Makes the host key of a new meeting; it is kept under its public key, wrapped, so that it can be exported on purpose. */
  async createHostKey(): Promise<SigningKey> {
    const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
    const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))
    const nonce = randomBytes(NONCE_BYTES)
    const ciphertext = await crypto.subtle.wrapKey("pkcs8", pair.privateKey, this.#wrappingKey, {
      name: "AES-GCM",
      iv: nonce,
    })
    await this.#database.put("hostKeys", { publicKey, nonce, ciphertext }, toHex(publicKey))
    return { publicKey, privateKey: await this.#unwrap(nonce, ciphertext) }
  }

  /** The private host key of a meeting made here, not extractable, or null where it was made elsewhere. */
  async hostKey(publicKey: Uint8Array): Promise<SigningKey | null> {
    const stored = await this.#database.get("hostKeys", toHex(publicKey))
    return stored ? { publicKey, privateKey: await this.#unwrap(stored.nonce, stored.ciphertext) } : null
  }

  /** Remembers the link of the running meeting, so that a crashed person finds back; null forgets it. */
  async setRunningLink(link: string | null): Promise<void> {
    if (link === null) {
      await this.#database.delete("running", "link")
      return
    }
    const nonce = randomBytes(NONCE_BYTES)
    const plaintext = new TextEncoder().encode(link)
    const ciphertext = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, this.#wrappingKey, plaintext)
    await this.#database.put("running", { nonce, ciphertext }, "link")
  }

  async runningLink(): Promise<string | null> {
    const sealed = await this.#database.get("running", "link")
    if (!sealed) return null
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: sealed.nonce },
      this.#wrappingKey,
      sealed.ciphertext,
    )
    return new TextDecoder().decode(opened)
  }

  close(): void {
    this.#database.close()
  }

  async #unwrap(nonce: Uint8Array<ArrayBuffer>, ciphertext: ArrayBuffer): Promise<CryptoKey> {
    return crypto.subtle.unwrapKey(
      "pkcs8",
      ciphertext,
      this.#wrappingKey,
      { name: "AES-GCM", iv: nonce },
      "Ed25519",
      false,
      ["sign"],
    )
  }

  async #forgetOldIdentities(): Promise<void> {
    const oldest = this.#now() - IDENTITY_LIFE_MS
    const transaction = this.#database.transaction("identities", "readwrite")
    for await (const cursor of transaction.store) if (cursor.value.createdAt < oldest) await cursor.delete()
    await transaction.done
  }
}

/** A fresh Ed25519 pair whose private half cannot be read out. */
async function generateSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  return {
    publicKey: unshared(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))),
    privateKey: pair.privateKey,
  }
}

async function wrappingKey(database: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const known = await database.get("keys", "wrapping")
  if (known) return known
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
    "wrapKey",
    "unwrapKey",
  ])
  // Another page may have made one meanwhile: what it wrapped must open.
  const transaction = database.transaction("keys", "readwrite")
  const theirs = await transaction.store.get("wrapping")
  if (!theirs) await transaction.store.add(fresh, "wrapping")
  await transaction.done
  return theirs ?? fresh
}
