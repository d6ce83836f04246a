// One store of sealed entries of one shape. Names of entries cannot be read back: what a list of them needs stands in
// the entries.

import { type CborValue, encodeCbor } from "../bytes/cbor.ts"
import type { Shape } from "../bytes/shape.ts"
import type { Database, Sealed, SealedStoreName } from "./database.ts"
import { nullIfUnreadable } from "./errors.ts"
import { entryName, type Keyring, type Place } from "./keyring.ts"

export class SealedStore<T extends CborValue> {
  readonly #database: Database
  readonly #keyring: Keyring
  readonly #store: SealedStoreName
  readonly #shape: Shape<T>

  constructor(database: Database, keyring: Keyring, store: SealedStoreName, shape: Shape<T>) {
    this.#database = database
    this.#keyring = keyring
    this.#store = store
    this.#shape = shape
  }

  /** Null where there is none; throws VaultError "unreadable". */
  async get(key: string): Promise<T | null> {
    const place = await this.#place(key)
    const sealed = await this.#database.get(this.#store, place.name)
    return sealed ? this.#open(place, sealed) : null
  }

  /** All entries, in no order; throws VaultError "unreadable" for the first that is. */
  async values(): Promise<readonly T[]> {
    const transaction = this.#database.transaction(this.#store)
    const [names, sealed] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
    const opened = names.flatMap((name, index) => {
      const entry = sealed[index]
      return typeof name === "string" || !entry
        ? []
        : [this.#open({ store: this.#store, name: entryName(name) }, entry)]
    })
    return Promise.all(opened)
  }

  /** Throws ShapeError for what is not of the shape. */
  async put(key: string, value: T): Promise<void> {
    const place = await this.#place(key)
    const sealed = await this.#keyring.seal(place, encodeCbor(this.#shape(value, this.#store)))
    await this.#database.put(this.#store, sealed, place.name)
  }

  async delete(key: string): Promise<void> {
    await this.#database.delete(this.#store, (await this.#place(key)).name)
  }

  /** Deletes the entries that are old; those of another shape, which share the store, stay. */
  async sweep(isOld: (value: T) => boolean): Promise<void> {
    const names = await this.#database.getAllKeys(this.#store)
    await Promise.all(
      names.flatMap((name) => (typeof name === "string" ? [] : [this.#sweepEntry(entryName(name), isOld)])),
    )
  }

  async clear(): Promise<void> {
    await this.#database.clear(this.#store)
  }

  async #sweepEntry(name: Uint8Array<ArrayBuffer>, isOld: (value: T) => boolean): Promise<void> {
    const sealed = await this.#database.get(this.#store, name)
    const value = sealed ? await this.#open({ store: this.#store, name }, sealed).catch(nullIfUnreadable) : null
    if (value !== null && isOld(value)) await this.#database.delete(this.#store, name)
  }

  #place(key: string): Promise<Place> {
    return this.#keyring.place(this.#store, key)
  }

  #open(place: Place, sealed: Sealed): Promise<T> {
    return this.#keyring.openAs(this.#shape, place, sealed)
  }
}
