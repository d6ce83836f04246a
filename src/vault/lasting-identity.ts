// The key by which others know this browser's owner again, if its owner wants that; there is none until then.

import type { Database, SigningKey } from "./database.ts"
import { openKey, sealKey } from "./kept-keys.ts"
import type { Keyring, Place } from "./keyring.ts"
import { generateSigningKey } from "./signing-keys.ts"

const STORE = "lasting"
const OWN = "own"

export class LastingIdentity {
  readonly #database: Database
  readonly #keyring: Keyring
  readonly #now: () => number

  constructor(database: Database, keyring: Keyring, now: () => number) {
    this.#database = database
    this.#keyring = keyring
    this.#now = now
  }

  /** Not extractable; null where it is switched off. */
  async get(): Promise<SigningKey | null> {
    const place = await this.#place()
    const entry = await this.#database.get(STORE, place.name)
    return entry ? openKey(this.#keyring, place, entry) : null
  }

  /** Makes it, unless there is one. */
  async create(): Promise<SigningKey> {
    const fresh = { ...(await generateSigningKey("kept")), createdAt: this.#now() }
    const place = await this.#place()
    const entry = await sealKey(this.#keyring, place, fresh)
    const transaction = this.#database.transaction(STORE, "readwrite")
    const known = await transaction.store.get(place.name)
    if (!known) await transaction.store.add(entry, place.name)
    await transaction.done
    return known ? openKey(this.#keyring, place, known) : fresh
  }

  /** For good: nobody, its owner included, can make that key again. */
  async delete(): Promise<void> {
    await this.#database.delete(STORE, (await this.#place()).name)
  }

  #place(): Promise<Place> {
    return this.#keyring.place(STORE, OWN)
  }
}
