// Who this browser is in each meeting: a key of its own for each, so that nothing links two of them.

import { isEqual } from "../bytes/bytes.ts"
import type { Database, KeptKey, SigningKey } from "./database.ts"
import { nullIfUnreadable } from "./errors.ts"
import { type DatedKey, isKept, openKey, sealKey } from "./kept-keys.ts"
import { entryName, type Keyring, type Place } from "./keyring.ts"
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
    const fresh = { ...(await generateSigningKey("kept")), createdAt: this.#now() }
    await this.#keep(meeting, fresh)
    return fresh
  }

  /** The same person under another meeting id as well: the link was changed while the meeting ran. */
  async carry(from: string, to: string): Promise<void> {
    const known = await this.#stored(from)
    if (known) await this.#keep(to, known)
  }

  async forget(meeting: string): Promise<void> {
    await this.#database.delete(STORE, (await this.#keyring.place(STORE, meeting)).name)
  }

  async #stored(meeting: string): Promise<DatedKey | null> {
    const place = await this.#keyring.place(STORE, meeting)
    const entry = await this.#database.get(STORE, place.name)
    return entry ? openKey(this.#keyring, place, entry) : null
  }

  async #keep(meeting: string, key: DatedKey): Promise<void> {
    const place = await this.#keyring.place(STORE, meeting)
    await this.#database.put(STORE, await sealKey(this.#keyring, place, key), place.name)
  }

  /** And what does not open. */
  async #forgetOld(): Promise<void> {
    const names = await this.#database.getAllKeys(STORE)
    await Promise.all(
      names.map(async (key) => {
        const place = typeof key === "string" ? null : { store: STORE, name: entryName(key) }
        const entry = place && (await this.#database.get(STORE, place.name))
        if (entry && isKept(entry) && (await this.#isOld(place, entry))) await this.#drop(place, entry)
      }),
    )
  }

  async #isOld(place: Place, entry: KeptKey): Promise<boolean> {
    const key = await openKey(this.#keyring, place, entry).catch(nullIfUnreadable)
    return key === null || key.createdAt < this.#now() - IDENTITY_LIFE_MS
  }

  /** Unless another page put a fresh one there meanwhile. */
  async #drop({ name }: Place, { sealed }: KeptKey): Promise<void> {
    const transaction = this.#database.transaction(STORE, "readwrite")
    const present = await transaction.store.get(name)
    if (present && isKept(present) && isEqual(present.sealed.nonce, sealed.nonce)) await transaction.store.delete(name)
    await transaction.done
  }
}
