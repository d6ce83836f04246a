// The vault's database, version 3. Names of entries are digests under a key of this browser, and what they hold is sealed or
// a CryptoKey, so no entry names anybody (how a browser keeps a CryptoKey on disk is its own affair: SECURITY.md).
//
//   version 1   keys, identities, hostKeys, running; names in clear
//   version 2   besides: lasting, knownPeople, tickets, meetings; names digested, and bound to what is sealed under them
//   version 3   what belongs to the keys of identities and lasting is sealed too

import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb"

const VERSION = 3
const STORES = ["keys", "identities", "hostKeys", "running", "lasting", "knownPeople", "tickets", "meetings"] as const

/** Stores that hold nothing but sealed CBOR. */
export type SealedStoreName = "running" | "knownPeople" | "tickets" | "meetings"

export interface SigningKey {
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
}

export interface Sealed {
  readonly nonce: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
}

/** A key that cannot be read out, and what tells whose it is. */
export interface KeptKey {
  readonly privateKey: CryptoKey
  readonly sealed: Sealed
}

/** As versions 1 and 2 kept it; a lasting key without its age. */
export interface ClearKey extends SigningKey {
  readonly createdAt?: number
}

/** A digest; version 1 had text. */
export type EntryName = Uint8Array<ArrayBuffer>

interface Schema extends DBSchema {
  keys: { key: "wrapping" | "naming"; value: CryptoKey }
  identities: { key: EntryName | string; value: KeptKey | ClearKey }
  hostKeys: { key: EntryName | string; value: Sealed }
  running: { key: EntryName | string; value: Sealed }
  lasting: { key: EntryName; value: KeptKey | ClearKey }
  knownPeople: { key: EntryName; value: Sealed }
  tickets: { key: EntryName; value: Sealed }
  meetings: { key: EntryName; value: Sealed }
}

export type Database = IDBPDatabase<Schema>

/** Opens it, making what is missing; entries of earlier versions are changed by `renewEntries`. */
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
