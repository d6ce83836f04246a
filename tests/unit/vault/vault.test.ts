import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { fromHex, randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"
import { uint } from "../../../src/bytes/shape.ts"
import { isSigned, signStatement, signWith } from "../../../src/bytes/statement.ts"
import { type SigningKey, Vault } from "../../../src/vault/vault.ts"
import { makeFirstVersion, moveRaw, putRaw, readable, readRaw } from "./raw-database.ts"

const HOUR_MS = 3_600_000
const LINK = "https://meet.example/join/id-AAAAAAAAAA#pwd-secret"

function openVault(now: () => number = () => 0): Promise<Vault> {
  return Vault.open({ name: toHex(randomBytes(8)), now })
}

/** Whether the private half signs what the public half verifies. */
async function isPair({ publicKey, privateKey }: SigningKey): Promise<boolean> {
  const statement = { groupId: randomBytes(32), identityKey: randomBytes(32) }
  const signature = await signStatement(signWith(privateKey), "host", statement)
  return isSigned(publicKey, signature, "host", statement)
}

function hexOf(text: string): string {
  return toHex(utf8(text))
}

function found<T>(value: T | null): T {
  if (value === null) throw new Error("it was not found")
  return value
}

describe("vault", () => {
  it("gives the same identity for one meeting within a day and another for another meeting", async () => {
    const vault = await openVault()
    const first = await vault.identity("AAAAAAAAAA")
    expect((await vault.identity("AAAAAAAAAA")).publicKey).toEqual(first.publicKey)
    expect((await vault.identity("BBBBBBBBBB")).publicKey).not.toEqual(first.publicKey)
  })

  it("gives a fresh identity in place of one that does not open, for who it was is not known", async () => {
    const name = toHex(randomBytes(8))
    const vault = await Vault.open({ name })
    const one = await vault.identity("AAAAAAAAAA")
    const [from] = (await readRaw(name)).filter(({ store }) => store === "identities")
    const other = await vault.identity("BBBBBBBBBB")
    const to = (await readRaw(name)).find(
      ({ store, key }) => store === "identities" && from && indexedDB.cmp(key, from.key) !== 0,
    )
    await moveRaw(name, found(from ?? null), found(to ?? null))
    expect((await vault.identity("AAAAAAAAAA")).publicKey).toEqual(one.publicKey)
    const fresh = await vault.identity("BBBBBBBBBB")
    for (const { publicKey } of [one, other]) expect(fresh.publicKey).not.toEqual(publicKey)
  })

  it("gives a fresh identity after a day, and after the meeting ended", async () => {
    let time = 0
    const vault = await openVault(() => time)
    const first = await vault.identity("AAAAAAAAAA")
    time = 23 * HOUR_MS
    expect((await vault.identity("AAAAAAAAAA")).publicKey).toEqual(first.publicKey)
    time = 25 * HOUR_MS
    const second = await vault.identity("AAAAAAAAAA")
    expect(second.publicKey).not.toEqual(first.publicKey)
    await vault.forgetIdentity("AAAAAAAAAA")
    expect((await vault.identity("AAAAAAAAAA")).publicKey).not.toEqual(second.publicKey)
  })

  it("keeps private keys that sign but cannot be read out", async () => {
    const vault = await openVault()
    const created = await vault.hostKeys.create()
    const again = found(await vault.hostKeys.get(created.publicKey))
    for (const key of [created, again, await vault.lasting.create(), await vault.identity("AAAAAAAAAA")]) {
      expect(await isPair(key)).toBe(true)
      await expect(crypto.subtle.exportKey("pkcs8", key.privateKey)).rejects.toThrow()
    }
  })

  it("shows whoever reads its files neither whose it is, nor where and when they met", async () => {
    const name = toHex(randomBytes(8))
    const at = 1_768_478_400_000
    const vault = await Vault.open({ name, now: () => at })
    const keys = [await vault.identity("AAAAAAAAAA"), await vault.lasting.create(), await vault.hostKeys.create()]
    await vault.setRunningLink(LINK)
    await vault.sealed("tickets", uint()).put("AAAAAAAAAA", at)
    const entries = await readRaw(name)
    expect(new Set(entries.map(({ store }) => store))).toEqual(
      new Set(["keys", "identities", "lasting", "hostKeys", "running", "tickets"]),
    )
    const all = entries.map(readable).join("\n")
    const secrets = [...keys.map(({ publicKey }) => toHex(publicKey)), String(at), ...["AAAAAAAAAA", LINK].map(hexOf)]
    for (const secret of [...secrets, "AAAAAAAAAA", LINK, "can be read out"]) expect(all).not.toContain(secret)
    expect(all.match(/ a key\b/g)).toHaveLength(4)
  })

  it("finds the running meeting's link again and forgets it on wish", async () => {
    const vault = await openVault()
    expect(await vault.runningLink()).toBeNull()
    await vault.setRunningLink(LINK)
    expect(await vault.runningLink()).toBe(LINK)
    await vault.setRunningLink(null)
    expect(await vault.runningLink()).toBeNull()
  })

  it("is one vault for two pages that open it first at the same moment", async () => {
    const name = toHex(randomBytes(8))
    const [one, other] = await Promise.all([Vault.open({ name }), Vault.open({ name })])
    await one.setRunningLink(LINK)
    expect(await other.runningLink()).toBe(LINK)
    const [made, madeToo] = await Promise.all([one.lasting.create(), other.lasting.create()])
    expect(made.publicKey).toEqual(madeToo.publicKey)
  })

  it("is empty after it was destroyed, also for a page that had it open", async () => {
    const name = toHex(randomBytes(8))
    const vault = await Vault.open({ name })
    await vault.setRunningLink(LINK)
    await Vault.destroy({ name })
    expect(await (await Vault.open({ name })).runningLink()).toBeNull()
    await expect(vault.runningLink()).rejects.toThrow()
  })
})

describe("host keys", () => {
  it("of meetings that were made elsewhere are not known, nor those that were deleted", async () => {
    const vault = await openVault()
    const { publicKey } = await vault.hostKeys.create()
    expect(await vault.hostKeys.get(randomBytes(32))).toBeNull()
    await vault.hostKeys.delete(publicKey)
    expect(await vault.hostKeys.get(publicKey)).toBeNull()
    expect(await vault.hostKeys.export(publicKey)).toBeNull()
  })

  it("are the same in the browser that imports what another exported", async () => {
    const [from, to] = await Promise.all([openVault(), openVault()])
    const { publicKey } = await from.hostKeys.create()
    const imported = await to.hostKeys.import(found(await from.hostKeys.export(publicKey)))
    expect(imported.publicKey).toEqual(publicKey)
    expect(await isPair(found(await to.hostKeys.get(publicKey)))).toBe(true)
    await expect(crypto.subtle.exportKey("pkcs8", imported.privateKey)).rejects.toThrow()
  })

  it("that are none are not imported", async () => {
    const vault = await openVault()
    const prefix = "302e020100300506032b656e04220420" // RFC 8410, but of X25519
    for (const bytes of [new Uint8Array(), randomBytes(48), fromHex(prefix + toHex(randomBytes(32)))]) {
      await expect(vault.hostKeys.import(bytes)).rejects.toMatchObject({ fault: "not-a-key" })
    }
  })
})

describe("lasting identity", () => {
  it("is there once it was made, the same for all meetings, until it is deleted", async () => {
    const { lasting } = await openVault()
    expect(await lasting.get()).toBeNull()
    const { publicKey } = await lasting.create()
    expect(found(await lasting.get()).publicKey).toEqual(publicKey)
    expect((await lasting.create()).publicKey).toEqual(publicKey)
    await lasting.delete()
    expect(await lasting.get()).toBeNull()
    expect((await lasting.create()).publicKey).not.toEqual(publicKey)
  })
})

describe("vault of version 1", () => {
  it("keeps all that it has", async () => {
    const name = toHex(randomBytes(8))
    const before = await makeFirstVersion(name, "AAAAAAAAAA", 0)
    const vaults = await Promise.all([Vault.open({ name, now: () => 1 }), Vault.open({ name, now: () => 1 })])
    for (const vault of vaults) {
      const identity = await vault.identity("AAAAAAAAAA")
      expect(identity.publicKey).toEqual(before.identityKey)
      expect(await vault.runningLink()).toBe(before.link)
      const host = found(await vault.hostKeys.get(before.hostKey))
      expect(await isPair(host)).toBe(true)
      await expect(crypto.subtle.exportKey("pkcs8", host.privateKey)).rejects.toThrow()
    }
  })

  it("is left without a key that can be read", async () => {
    const name = toHex(randomBytes(8))
    const before = await makeFirstVersion(name, "AAAAAAAAAA", 0)
    const shown = async () => (await readRaw(name)).map(readable).join("\n")
    expect(await shown()).toContain(toHex(before.identityKey))
    const vault = await Vault.open({ name, now: () => 1 })
    expect(await shown()).not.toContain(toHex(before.identityKey))
    vault.close()
  })

  it("is left without a name that can be read", async () => {
    const name = toHex(randomBytes(8))
    await makeFirstVersion(name, "AAAAAAAAAA", 0)
    const named = async () =>
      (await readRaw(name)).filter(({ store, key }) => store !== "keys" && typeof key === "string")
    expect((await readRaw(name)).filter(({ key }) => key === "AAAAAAAAAA")).toHaveLength(1)
    const vault = await Vault.open({ name, now: () => 1 })
    expect(await named()).toEqual([])
    vault.close()
  })
})

describe("vault of version 2", () => {
  it("keeps its keys, whose public halves are sealed from then on", async () => {
    const name = toHex(randomBytes(8))
    const first = await Vault.open({ name, now: () => 1 })
    const keys = { identities: await first.identity("AAAAAAAAAA"), lasting: await first.lasting.create() }
    first.close()
    for (const entry of await readRaw(name)) {
      if (entry.store === "identities") await putRaw(name, { ...entry, value: { ...keys.identities, createdAt: 1 } })
      if (entry.store === "lasting") await putRaw(name, { ...entry, value: keys.lasting })
    }
    const shown = async () => (await readRaw(name)).map(readable).join("\n")
    expect(await shown()).toContain(toHex(keys.identities.publicKey))
    expect(await shown()).toContain(toHex(keys.lasting.publicKey))
    const vault = await Vault.open({ name, now: () => 2 })
    const [identity, lasting] = [await vault.identity("AAAAAAAAAA"), found(await vault.lasting.get())]
    expect([identity.publicKey, lasting.publicKey]).toEqual([keys.identities.publicKey, keys.lasting.publicKey])
    expect([await isPair(identity), await isPair(lasting)]).toEqual([true, true])
    expect(await shown()).not.toContain(toHex(keys.identities.publicKey))
    expect(await shown()).not.toContain(toHex(keys.lasting.publicKey))
  })
})
