import "fake-indexeddb/auto"
import { afterEach, describe, expect, it, vi } from "vitest"
import { keptThings } from "../../../entrypoints/meetings/kept-things.ts"
import type { KeptKind } from "../../../src/meetings/delete-everything.ts"
import { Vault } from "../../../src/vault/vault.ts"

type KeepingBrowser = Parameters<typeof keptThings>[0]

/** Notes what is asked of the extension API. */
function fakeBrowser(origins: readonly string[]) {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    async (...options: readonly unknown[]) =>
      void calls.push([name, ...options])
  const browser = {
    storage: { local: { clear: note("local.clear") }, session: { clear: note("session.clear") } },
    scripting: { unregisterContentScripts: note("unregisterContentScripts") },
    declarativeNetRequest: {
      getSessionRules: async () => [{ id: 3 }, { id: 7 }],
      updateSessionRules: note("updateSessionRules"),
    },
    permissions: { getAll: async () => ({ origins }), remove: note("permissions.remove") },
  }
  return { browser: browser as unknown as KeepingBrowser, calls }
}

function erase(kind: KeptKind, browser: KeepingBrowser): Promise<void> {
  const thing = keptThings(browser).find((candidate) => candidate.kind === kind)
  if (!thing) throw new Error(`nothing is kept of ${kind}`)
  return thing.erase()
}

describe("what the browser keeps", () => {
  afterEach(() => vi.unstubAllGlobals())

  it("of servers goes with the guards, the opened sites and the access to pages", async () => {
    const { browser, calls } = fakeBrowser(["https://meet.example/*"])
    await erase("servers", browser)
    expect(calls).toEqual([
      ["local.clear"],
      ["session.clear"],
      ["unregisterContentScripts"],
      ["updateSessionRules", { removeRuleIds: [3, 7] }],
      ["permissions.remove", { origins: ["https://meet.example/*"] }],
    ])
  })

  it("of servers asks to give nothing back where nothing was granted", async () => {
    const { browser, calls } = fakeBrowser([])
    await erase("servers", browser)
    expect(calls).not.toContainEqual(expect.arrayContaining(["permissions.remove"]))
  })

  it("in databases goes although another page has one open", async () => {
    await Vault.open()
    expect(await indexedDB.databases()).toMatchObject([{ name: "wardroom" }])
    await erase("databases", fakeBrowser([]).browser)
    expect(await indexedDB.databases()).toEqual([])
  })

  it("in a database that a page does not let go is said to be there", async () => {
    const opening = indexedDB.open("stubborn")
    await new Promise((resolve) => opening.addEventListener("success", resolve))
    await expect(erase("databases", fakeBrowser([]).browser)).rejects.toThrow("open")
    opening.result.close()
  })

  it("in caches and settings goes", async () => {
    const deleted: string[] = []
    vi.stubGlobal("caches", { keys: async () => ["a", "b"], delete: async (name: string) => deleted.push(name) > 0 })
    const clear = vi.fn()
    vi.stubGlobal("localStorage", { clear })
    await erase("caches", fakeBrowser([]).browser)
    await erase("settings", fakeBrowser([]).browser)
    expect([deleted, clear.mock.calls.length]).toEqual([["a", "b"], 1])
  })
})
