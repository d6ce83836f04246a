// The vault's database, version 2. Names of entries are digests under a key of this browser, and what they hold is sealed or
// a CryptoKey, so a copy of the files names nobody (how a browser keeps a CryptoKey on disk is its own affair: SECURITY.md).
//
//   version 1   keys, identities, hostKeys, running; names in clear
//   version 2   besides: lasting, knownPeople, tickets, meetings; names digested, and bound to what is sealed under them

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb"

const VERSION = 2
const STORES = ["keys", "identities", "hostKeys", "running", "lasting", "knownPeople", "tickets", "meetings"] as const

/** Stores that hold nothing but sealed CBOR. */
export type SealedStoreName = "running" | "knownPeople" | "tickets" | "meetings"

export interface SigningKey {
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
}

export interface StoredIdentity extends SigningKey {
  readonly createdAt: number
}

export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
}

/** A digest; version 1 had text. */
export type EntryName = Uint8Array<ArrayBuffer>

interface Schema extends DBSchema {
  keys: { key: "wrapping" | "naming"; value: CryptoKey }
  identities: { key: EntryName | string; value: StoredIdentity }
  hostKeys: { key: EntryName | string; value: Sealed }
  running: { key: EntryName | string; value: Sealed }
  lasting: { key: EntryName; value: SigningKey }
  knownPeople: { key: EntryName; value: Sealed }
  tickets: { key: EntryName; value: Sealed }
  meetings: { key: EntryName; value: Sealed }
}

export type Database = IDBPDatabase<Schema>

/** Opens it, making what is missing; names of version 1 are changed by `renameEntries`. */
export function openDatabase(name: string): Promise<Database> {
  return openDB<Schema>(name, VERSION, {
    upgrade(opened) {
      for (const store of STORES) if (!opened.objectStoreNames.contains(store)) opened.createObjectStore(store)
    },
    // Another page deletes it or brings a newer version: nobody waits for this one.
    blocking: (_current, _wanted, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
}

/** Deletes it with all it holds; every page that has it open loses it. */
export function deleteDatabase(name: string): Promise<void> {
  return deleteDB(name)
}
