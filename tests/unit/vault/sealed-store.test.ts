import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"
import { record, textUpTo, uint } from "../../../src/bytes/shape.ts"
import { Vault } from "../../../src/vault/vault.ts"
import { moveRaw, readRaw } from "./raw-database.ts"

const personShape = record({ name: textUpTo(64), at: uint() })

async function openStore(name = toHex(randomBytes(8))) {
  const vault = await Vault.open({ name })
  return { name, vault, people: vault.sealed("knownPeople", personShape) }
}

describe("sealed store", () => {
  it("gives back what was put under a name, also after the vault was opened anew", async () => {
    const { name, vault, people } = await openStore()
    await people.put("ana", { name: "Ana", at: 1 })
    expect(await people.get("ben")).toBeNull()
    vault.close()
    const again = await openStore(name)
    expect(await again.people.get("ana")).toEqual({ name: "Ana", at: 1 })
  })

  it("lists, replaces, deletes and clears entries", async () => {
    const { people } = await openStore()
    await people.put("ana", { name: "Ana", at: 1 })
    await people.put("ben", { name: "Ben", at: 2 })
    await people.put("ben", { name: "Ben", at: 3 })
    const byTime = (await people.values()).toSorted((a, b) => a.at - b.at)
    expect(byTime).toEqual([
      { name: "Ana", at: 1 },
      { name: "Ben", at: 3 },
    ])
    await people.delete("ana")
    expect(await people.values()).toEqual([{ name: "Ben", at: 3 }])
    await people.clear()
    expect(await people.values()).toEqual([])
  })

  it("refuses to keep what is not of its shape", async () => {
    const { people } = await openStore()
    await expect(people.put("ana", { name: "A".repeat(65), at: 1 })).rejects.toMatchObject({ fault: "wrong-size" })
    expect(await people.get("ana")).toBeNull()
  })

  it("shows neither names nor contents to whoever reads the database", async () => {
    const { name, people } = await openStore()
    await people.put("verysecret-key", { name: "verysecret-name", at: 1 })
    const entries = (await readRaw(name)).filter(({ store }) => store === "knownPeople")
    expect(entries).toHaveLength(1)
    for (const { key, value } of entries) {
      const { ciphertext } = value as { ciphertext: ArrayBuffer }
      const seen = toHex(new Uint8Array(key as ArrayBuffer)) + toHex(new Uint8Array(ciphertext))
      expect(seen).not.toContain(toHex(utf8("verysecret")))
    }
  })

  it("does not open an entry that was moved to another name or store", async () => {
    const { name, vault, people } = await openStore()
    await people.put("ana", { name: "Ana", at: 1 })
    const [ana] = (await readRaw(name)).filter(({ store }) => store === "knownPeople")
    await people.put("ben", { name: "Ben", at: 2 })
    const ben = (await readRaw(name)).find(({ store, key }) => store === "knownPeople" && !isSame(key, ana?.key))
    if (!ana || !ben) throw new Error("the entries were not found")
    await moveRaw(name, ana, ben)
    expect(await people.get("ana")).toEqual({ name: "Ana", at: 1 })
    await expect(people.get("ben")).rejects.toMatchObject({ fault: "unreadable" })
    await moveRaw(name, ana, { ...ana, store: "tickets" })
    await expect(vault.sealed("tickets", personShape).values()).rejects.toMatchObject({ fault: "unreadable" })
  })

  it("drops what is old, and nothing of another shape", async () => {
    const { vault, people } = await openStore()
    await people.put("ana", { name: "Ana", at: 1 })
    await people.put("ben", { name: "Ben", at: 2 })
    const other = vault.sealed("knownPeople", record({ name: textUpTo(64) }))
    await other.put("chidi", { name: "Chidi" })
    await people.sweep(({ at }) => at < 2)
    expect([await people.get("ana"), await people.get("ben")]).toEqual([null, { name: "Ben", at: 2 }])
    expect(await other.get("chidi")).toEqual({ name: "Chidi" })
  })

  it("does not open an entry of another shape", async () => {
    const { vault, people } = await openStore()
    await people.put("ana", { name: "Ana", at: 1 })
    const other = vault.sealed("knownPeople", record({ name: textUpTo(64) }))
    await expect(other.get("ana")).rejects.toMatchObject({ fault: "unreadable" })
  })
})

function isSame(a: IDBValidKey, b: IDBValidKey | undefined): boolean {
  return b !== undefined && indexedDB.cmp(a, b) === 0
}
