// Private keys of meetings made here, found by their public key; wrapped, so that they can be exported on purpose.

import { toHex, unshared } from "../bytes/bytes.ts"
import type { Database, SigningKey } from "./database.ts"
import type { Keyring } from "./keyring.ts"
import { generateSigningKey, importSigningKey } from "./signing-keys.ts"

const STORE = "hostKeys"

export class HostKeys {
  readonly #database: Database
  readonly #keyring: Keyring

  constructor(database: Database, keyring: Keyring) {
    this.#database = database
    this.#keyring = keyring
  }

  /** Makes the host key of a new meeting; what is given cannot be read out. */
  async create(): Promise<SigningKey> {
    return this.#keep(await generateSigningKey("exportable"))
  }

  /** The key, not extractable, or null where it is not in this browser. */
  async get(publicKey: Uint8Array): Promise<SigningKey | null> {
    const place = await this.#keyring.place(STORE, toHex(publicKey))
    const wrapped = await this.#database.get(STORE, place.name)
    return wrapped ? { publicKey, privateKey: await this.#keyring.unwrap(wrapped, place) } : null
  }

  /** The private key as PKCS #8, for a file that its owner asked for; null where it is not in this browser. */
  async export(publicKey: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
    const place = await this.#keyring.place(STORE, toHex(publicKey))
    const wrapped = await this.#database.get(STORE, place.name)
    return wrapped ? this.#keyring.open(place, wrapped) : null
  }

  /** Takes what `export` gave in another browser. Throws VaultError "not-a-key". */
  async import(pkcs8: Uint8Array): Promise<SigningKey> {
    return this.#keep(await importSigningKey(unshared(pkcs8)))
  }

  async delete(publicKey: Uint8Array): Promise<void> {
    await this.#database.delete(STORE, (await this.#keyring.place(STORE, toHex(publicKey))).name)
  }

  async #keep({ publicKey, privateKey }: SigningKey): Promise<SigningKey> {
    const place = await this.#keyring.place(STORE, toHex(publicKey))
    const wrapped = await this.#keyring.wrap(place, privateKey)
    await this.#database.put(STORE, wrapped, place.name)
    return { publicKey, privateKey: await this.#keyring.unwrap(wrapped, place) }
  }
}
