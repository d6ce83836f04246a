// Who this browser is in each meeting: a key of its own for each, so that nothing links two of them.

import type { Database, SigningKey, StoredIdentity } from "./database.ts"
import type { Keyring } from "./keyring.ts"
import { generateSigningKey } from "./signing-keys.ts"

const STORE = "identities"
/** An identity outlives a crash, but not a day (design §5). */
const IDENTITY_LIFE_MS = 24 * 60 * 60 * 1000

export class Identities {
  readonly #database: Database
  readonly #keyring: Keyring
  readonly #now: () => number

  constructor(database: Database, keyring: Keyring, now: () => number) {
    this.#database = database
    this.#keyring = keyring
    this.#now = now
  }

  /** The identity for one meeting: the one of the last 24 hours, else a fresh one. */
  async of(meeting: string): Promise<SigningKey> {
    await this.#forgetOld()
    const known = await this.#stored(meeting)
    if (known) return known
    const { name } = await this.#keyring.place(STORE, meeting)
    const fresh: StoredIdentity = { ...(await generateSigningKey("kept")), createdAt: this.#now() }
    await this.#database.put(STORE, fresh, name)
    return fresh
  }

  /** The same person under another meeting id as well: the link was changed while the meeting ran. */
  async carry(from: string, to: string): Promise<void> {
    const [known, { name }] = await Promise.all([this.#stored(from), this.#keyring.place(STORE, to)])
    if (known) await this.#database.put(STORE, known, name)
  }

  async forget(meeting: string): Promise<void> {
    await this.#database.delete(STORE, (await this.#keyring.place(STORE, meeting)).name)
  }

  async #stored(meeting: string): Promise<StoredIdentity | undefined> {
    return this.#database.get(STORE, (await this.#keyring.place(STORE, meeting)).name)
  }

  async #forgetOld(): Promise<void> {
    const oldest = this.#now() - IDENTITY_LIFE_MS
    const transaction = this.#database.transaction(STORE, "readwrite")
    for await (const cursor of transaction.store) if (cursor.value.createdAt < oldest) await cursor.delete()
    await transaction.done
  }
}
