import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { fromHex, randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { isSigned, signStatement, signWith } from "../../../src/bytes/statement.ts"
import { type SigningKey, Vault } from "../../../src/vault/vault.ts"
import { makeFirstVersion, readRaw } from "./raw-database.ts"

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

  it("is left without a name that can be read", async () => {
    const name = toHex(randomBytes(8))
    await makeFirstVersion(name, "AAAAAAAAAA", 0)
    const readable = async () =>
      (await readRaw(name)).filter(({ store, key }) => store !== "keys" && typeof key === "string")
    expect((await readRaw(name)).filter(({ key }) => key === "AAAAAAAAAA")).toHaveLength(1)
    const vault = await Vault.open({ name, now: () => 1 })
    expect(await readable()).toEqual([])
    vault.close()
  })
})
