// From version 1: entries whose names are text get a digest as name, and what they hold is sealed for that place. After the
// upgrade's own transaction, which cannot wait for WebCrypto; done twice, or by two pages at once, it does no harm.

import { fromUtf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import type { Database, EntryName } from "./database.ts"
import type { Keyring } from "./keyring.ts"

export async function renameEntries(database: Database, keyring: Keyring): Promise<void> {
  await renameIdentities(database, keyring)
  await renameSealed(database, keyring, "hostKeys", (pkcs8) => pkcs8)
  await renameSealed(database, keyring, "running", (link) => encodeCbor(fromUtf8(link)))
}

async function renameIdentities(database: Database, keyring: Keyring): Promise<void> {
  const names = await oldNames(database, keyring, "identities")
  const transaction = database.transaction("identities", "readwrite")
  await Promise.all(
    names.map(async ({ old, name }) => {
      const entry = await transaction.store.get(old)
      if (!entry) return
      await Promise.all([transaction.store.put(entry, name), transaction.store.delete(old)])
    }),
  )
  await transaction.done
}

async function renameSealed(
  database: Database,
  keyring: Keyring,
  store: "hostKeys" | "running",
  translate: (plaintext: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  const names = await oldNames(database, keyring, store)
  await Promise.all(
    names.map(async ({ old, name }) => {
      const entry = await database.get(store, old)
      if (!entry) return
      const sealed = await keyring.seal({ store, name }, translate(await keyring.openUnplaced(entry)))
      const transaction = database.transaction(store, "readwrite")
      await Promise.all([transaction.store.put(sealed, name), transaction.store.delete(old), transaction.done])
    }),
  )
}

interface Renaming {
  readonly old: string
  readonly name: EntryName
}

async function oldNames(
  database: Database,
  keyring: Keyring,
  store: "identities" | "hostKeys" | "running",
): Promise<readonly Renaming[]> {
  const names = await database.getAllKeys(store)
  const old = names.filter((name) => typeof name === "string")
  return Promise.all(old.map(async (old) => ({ old, name: (await keyring.place(store, old)).name })))
}
