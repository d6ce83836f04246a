// What this browser remembers, in IndexedDB of the extension's origin: private keys as CryptoKeys that cannot be read
// out, everything else, their public halves too, sealed under one such key. Nothing here is ever sent anywhere.

import type { CborValue } from "../bytes/cbor.ts"
import { type Shape, textUpTo } from "../bytes/shape.ts"
import { type Database, deleteDatabase, openDatabase, type SealedStoreName, type SigningKey } from "./database.ts"
import { HostKeys } from "./host-keys.ts"
import { Identities } from "./identities.ts"
import { Keyring } from "./keyring.ts"
import { LastingIdentity } from "./lasting-identity.ts"
import { renewEntries } from "./renew-entries.ts"
import { SealedStore } from "./sealed-store.ts"

export type { SigningKey } from "./database.ts"

const NAME = "wardroom"
const RUNNING_LINK = "link"
const MAX_LINK = 2000

export class Vault {
  readonly hostKeys: HostKeys
  readonly lasting: LastingIdentity
  readonly #database: Database
  readonly #keyring: Keyring
  readonly #identities: Identities
  readonly #running: SealedStore<string>

  private constructor(database: Database, keyring: Keyring, now: () => number) {
    this.#database = database
    this.#keyring = keyring
    this.hostKeys = new HostKeys(database, keyring)
    this.lasting = new LastingIdentity(database, keyring, now)
    this.#identities = new Identities(database, keyring, now)
    this.#running = this.sealed("running", textUpTo(MAX_LINK))
  }

  static async open({ name = NAME, now = Date.now }: { name?: string; now?: () => number } = {}): Promise<Vault> {
    const database = await openDatabase(name)
    const keyring = await Keyring.of(database)
    await renewEntries(database, keyring)
    return new Vault(database, keyring, now)
  }

  /** Deletes all of it; every open vault of that name is closed. */
  static async destroy({ name = NAME }: { name?: string } = {}): Promise<void> {
    await deleteDatabase(name)
  }

  /** A store of sealed entries, each of the given shape. */
  sealed<T extends CborValue>(store: SealedStoreName, shape: Shape<T>): SealedStore<T> {
    return new SealedStore(this.#database, this.#keyring, store, shape)
  }

  /** The identity for one meeting: the one of the last 24 hours, else a fresh one. */
  identity(meeting: string): Promise<SigningKey> {
    return this.#identities.of(meeting)
  }

  /** Whoever was in one meeting is the same person in the other: it is the same one under its next link. */
  carryIdentity(from: string, to: string): Promise<void> {
    return this.#identities.carry(from, to)
  }

  forgetIdentity(meeting: string): Promise<void> {
    return this.#identities.forget(meeting)
  }

  /** Remembers the link of the running meeting, so that a crashed person finds back; null forgets it. */
  async setRunningLink(link: string | null): Promise<void> {
    if (link === null) await this.#running.delete(RUNNING_LINK)
    else await this.#running.put(RUNNING_LINK, link)
  }

  runningLink(): Promise<string | null> {
    return this.#running.get(RUNNING_LINK)
  }

  close(): void {
    this.#database.close()
  }
}
