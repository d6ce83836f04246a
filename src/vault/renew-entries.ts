// Entries of earlier versions: what is named by text gets a digest as name (version 1), and what is clear, or sealed for no
// place, is sealed for that place (versions 1 and 2). After the upgrade's own transaction, which cannot wait for WebCrypto;
// done twice, or by two pages at once, it does no harm.

import { fromUtf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import type { Database, EntryName } from "./database.ts"
import { isKept, openKey, sealKey } from "./kept-keys.ts"
import { entryName, type Keyring } from "./keyring.ts"

export async function renewEntries(database: Database, keyring: Keyring): Promise<void> {
  await sealKeys(database, keyring, "identities")
  await sealKeys(database, keyring, "lasting")
  await renameSealed(database, keyring, "hostKeys", (pkcs8) => pkcs8)
  await renameSealed(database, keyring, "running", (link) => encodeCbor(fromUtf8(link)))
}

async function sealKeys(database: Database, keyring: Keyring, store: "identities" | "lasting"): Promise<void> {
  const names = await database.getAllKeys(store)
  await Promise.all(
    names.map(async (old) => {
      const entry = await database.get(store, old)
      if (!entry || isKept(entry)) return
      const place = typeof old === "string" ? await keyring.place(store, old) : { store, name: entryName(old) }
      const kept = await sealKey(keyring, place, await openKey(keyring, place, entry))
      const transaction = database.transaction(store, "readwrite")
      const renamed = typeof old === "string" ? [transaction.store.delete(old)] : []
      await Promise.all([transaction.store.put(kept, place.name), ...renamed, transaction.done])
    }),
  )
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
  store: "hostKeys" | "running",
): Promise<readonly Renaming[]> {
  const names = await database.getAllKeys(store)
  const old = names.filter((name) => typeof name === "string")
  return Promise.all(old.map(async (old) => ({ old, name: (await keyring.place(store, old)).name })))
}
