// What this browser keeps of releases, in IndexedDB of the extension's origin. Several pages write at once, so each
// method is one transaction, and what is kept of an authority only ever moves forward.

import { type DBSchema, type IDBPDatabase, openDB } from "idb"
import { sha256, toHex, unshared } from "../bytes/bytes.ts"
import type { Memory } from "./memory.ts"
import type { Revocations } from "./release.ts"
import type { KeptSignature, SignatureMemory, SignatureVerdict } from "./signature-memory.ts"
import type { CheckedStatus, Pardon } from "./status.ts"
import type { Knowledge } from "./verify-package.ts"

/** Of attestations by hand there are a few; this is against a file with thousands. */
const MAX_ATTESTATIONS = 100

interface KeptStatus {
  /** Of the package that was checked; an update makes it another's. */
  readonly version: string
  readonly status: CheckedStatus
}

interface KeptAttestation {
  /** Of the release that it is about. */
  readonly release: string
  readonly bundle: Uint8Array
}

interface Schema extends DBSchema {
  /** By authority. */
  memories: { key: string; value: Memory }
  /** By authority. */
  revocations: { key: string; value: Revocations }
  /** By SHA-256 of the bundle. */
  attestations: { key: string; value: KeptAttestation }
  /** The last one that was verified; another package's replaces it. */
  signatures: { key: "last"; value: KeptSignature }
  /** By release and fault. */
  pardons: { key: string; value: Pardon }
  status: { key: "last"; value: KeptStatus }
}

type Database = IDBPDatabase<Schema>

const STORES = ["memories", "revocations", "attestations", "pardons", "status", "signatures"] as const

/** Opens its database when it is first asked for something; every method rejects where it cannot be had. */
export class ReleaseStore implements SignatureMemory {
  readonly #name: string
  #database: Promise<Database> | null = null
  #isClosed = false

  constructor(name = "wardroom-releases") {
    this.#name = name
  }

  /** All that a check takes into account. */
  async knowledge(): Promise<Knowledge> {
    const database = await this.#open()
    const transaction = database.transaction(["memories", "revocations", "attestations"])
    const [memories, revocations] = [transaction.objectStore("memories"), transaction.objectStore("revocations")]
    const [memoryKeys, memoryValues, listKeys, lists, attestations] = await Promise.all([
      memories.getAllKeys(),
      memories.getAll(),
      revocations.getAllKeys(),
      revocations.getAll(),
      transaction.objectStore("attestations").getAll(),
    ])
    return {
      memories: Object.fromEntries(memoryValues.map((memory, index) => [memoryKeys[index], memory])),
      revocations: lists.map((list, index) => ({ authority: listKeys[index] ?? "", list })),
      attestations: attestations.map(({ bundle }) => bundle),
    }
  }

  /** Keeps the newest release seen of an authority; an older one, or another of the same sequence, changes nothing. */
  async keepMemory(authority: string, memory: Memory): Promise<void> {
    const database = await this.#open()
    const transaction = database.transaction("memories", "readwrite")
    const before = await transaction.store.get(authority)
    if (!before || memory.sequence > before.sequence) await transaction.store.put(memory, authority)
    await transaction.done
  }

  /** Keeps the list of an authority that was issued last. */
  async keepRevocations(authority: string, list: Revocations): Promise<void> {
    const database = await this.#open()
    const transaction = database.transaction("revocations", "readwrite")
    const before = await transaction.store.get(authority)
    if (!before || Date.parse(list.issued) > Date.parse(before.issued)) await transaction.store.put(list, authority)
    await transaction.done
  }

  /** Keeps an attestation that counted for a release; those of other releases are no use any more. */
  async keepAttestation(release: string, bundle: Uint8Array): Promise<void> {
    const database = await this.#open()
    const name = toHex(await sha256(bundle)) // before the transaction, which would end meanwhile
    const transaction = database.transaction("attestations", "readwrite")
    for await (const cursor of transaction.store) if (cursor.value.release !== release) await cursor.delete()
    if ((await transaction.store.count()) < MAX_ATTESTATIONS) {
      await transaction.store.put({ release, bundle: unshared(bundle) }, name)
    }
    await transaction.done
  }

  async signature(inputs: string): Promise<SignatureVerdict | null> {
    const database = await this.#open()
    const kept = await database.get("signatures", "last")
    return kept?.inputs === inputs ? kept.verdict : null
  }

  async keepSignature(kept: KeptSignature): Promise<void> {
    const database = await this.#open()
    await database.put("signatures", kept, "last")
  }

  async keepPardon(pardon: Pardon): Promise<void> {
    const database = await this.#open()
    await database.put("pardons", pardon, `${pardon.digest} ${pardon.fault}`)
  }

  async pardons(): Promise<readonly Pardon[]> {
    const database = await this.#open()
    return database.getAll("pardons")
  }

  /** `version` is the checked package's. */
  async keepStatus(version: string, status: CheckedStatus): Promise<void> {
    const database = await this.#open()
    await database.put("status", { version, status }, "last")
  }

  /** The last status of a package of this version; null: none was kept. */
  async status(version: string): Promise<CheckedStatus | null> {
    const database = await this.#open()
    const kept = await database.get("status", "last")
    return kept?.version === version ? kept.status : null
  }

  close(): void {
    this.#isClosed = true
    void this.#database?.then((database) => database.close(), notOpen)
  }

  #open(): Promise<Database> {
    if (this.#isClosed) return Promise.reject(new TypeError("the store of releases was closed"))
    this.#database ??= this.#openAnew()
    return this.#database
  }

  async #openAnew(): Promise<Database> {
    try {
      return await openDatabase(this.#name)
    } catch (error) {
      this.#database = null // the next one tries again
      throw error
    }
  }
}

function notOpen(): void {
  // Whoever asked for it has been told.
}

function openDatabase(name: string): Promise<Database> {
  return openDB<Schema>(name, 2, {
    upgrade(opened) {
      for (const store of STORES) if (!opened.objectStoreNames.contains(store)) opened.createObjectStore(store)
    },
    // Another page deletes it or brings a newer version: nobody waits for this one.
    blocking: (_current, _wanted, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
}
