// The key by which others know this browser's owner again, if its owner wants that; there is none until then.

import type { Database, SigningKey } from "./database.ts"
import type { Keyring } from "./keyring.ts"
import { generateSigningKey } from "./signing-keys.ts"

const STORE = "lasting"
const OWN = "own"

export class LastingIdentity {
  readonly #database: Database
  readonly #keyring: Keyring

  constructor(database: Database, keyring: Keyring) {
    this.#database = database
    this.#keyring = keyring
  }

  /** Not extractable; null where it is switched off. */
  async get(): Promise<SigningKey | null> {
    return (await this.#database.get(STORE, await this.#name())) ?? null
  }

  /** Makes it, unless there is one. */
  async create(): Promise<SigningKey> {
    const fresh = await generateSigningKey("kept")
    const name = await this.#name()
    const transaction = this.#database.transaction(STORE, "readwrite")
    const known = await transaction.store.get(name)
    if (!known) await transaction.store.add(fresh, name)
    await transaction.done
    return known ?? fresh
  }

  /** For good: nobody, its owner included, can make that key again. */
  async delete(): Promise<void> {
    await this.#database.delete(STORE, await this.#name())
  }

  async #name() {
    return (await this.#keyring.place(STORE, OWN)).name
  }
}
