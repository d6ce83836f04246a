// All that this browser keeps for the extension, and how each goes.

import type { Browser } from "webextension-polyfill"
import type { KeptThing } from "../../src/meetings/delete-everything.ts"

type KeepingBrowser = Pick<Browser, "storage" | "permissions" | "scripting" | "declarativeNetRequest">

export function keptThings(browser: KeepingBrowser): readonly KeptThing[] {
  return [
    { kind: "databases", erase: eraseDatabases },
    { kind: "settings", erase: async () => localStorage.clear() },
    { kind: "servers", erase: () => eraseServers(browser) },
    { kind: "caches", erase: eraseCaches },
  ]
}

async function eraseDatabases(): Promise<void> {
  const databases = await indexedDB.databases()
  await Promise.all(databases.flatMap(({ name }) => (name === undefined ? [] : [eraseDatabase(name)])))
}

// Other pages give way (`blocking`); one that does not is told of, since the deletion then waits for it.
function eraseDatabase(name: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const deletion = indexedDB.deleteDatabase(name)
  deletion.addEventListener("success", () => resolve())
  deletion.addEventListener("error", () => reject(new Error("a database was not deleted", { cause: deletion.error })))
  deletion.addEventListener("blocked", () => reject(new Error("another page has a database open")))
  return promise
}

/** The servers, the links on their way, and the access to pages that was granted. */
async function eraseServers({ storage, permissions, scripting, declarativeNetRequest }: KeepingBrowser): Promise<void> {
  await Promise.all([storage.local.clear(), storage.session.clear(), scripting.unregisterContentScripts()])
  const rules = await declarativeNetRequest.getSessionRules()
  await declarativeNetRequest.updateSessionRules({ removeRuleIds: rules.map(({ id }) => id) })
  const { origins = [] } = await permissions.getAll()
  if (origins.length > 0) await permissions.remove({ origins })
}

async function eraseCaches(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.map((name) => caches.delete(name)))
}
