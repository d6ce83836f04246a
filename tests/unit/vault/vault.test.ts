import "fake-indexeddb/auto"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex, utf8 } from "../../../src/bytes/bytes.ts"
import { isSigned, signStatement, signWith } from "../../../src/bytes/statement.ts"
import { Vault } from "../../../src/vault/vault.ts"

const HOUR_MS = 3_600_000

function openVault(now: () => number = () => 0): Promise<Vault> {
  return Vault.open({ name: toHex(randomBytes(8)), now })
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
    const statement = { groupId: randomBytes(32), identityKey: randomBytes(32) }
    const created = await vault.createHostKey()
    const found = await vault.hostKey(created.publicKey)
    for (const key of [created, found, await vault.identity("AAAAAAAAAA")]) {
      if (!key) throw new Error("the key was not found again")
      const signature = await signStatement(signWith(key.privateKey), "host", statement)
      expect(await isSigned(key.publicKey, signature, "host", statement)).toBe(true)
      await expect(crypto.subtle.exportKey("pkcs8", key.privateKey)).rejects.toThrow()
    }
  })

  it("knows no host key of a meeting that was made elsewhere", async () => {
    expect(await (await openVault()).hostKey(randomBytes(32))).toBeNull()
  })

  it("finds the running meeting's link again and forgets it on wish", async () => {
    const vault = await openVault()
    expect(await vault.runningLink()).toBeNull()
    await vault.setRunningLink("https://meet.example/join/id-AAAAAAAAAA#pwd-secret")
    expect(await vault.runningLink()).toBe("https://meet.example/join/id-AAAAAAAAAA#pwd-secret")
    await vault.setRunningLink(null)
    expect(await vault.runningLink()).toBeNull()
  })

  it("is one vault for two pages that open it first at the same moment", async () => {
    const name = toHex(randomBytes(8))
    const [one, other] = await Promise.all([Vault.open({ name }), Vault.open({ name })])
    await one.setRunningLink("https://meet.example/join/id-AAAAAAAAAA#pwd-secret")
    expect(await other.runningLink()).toBe("https://meet.example/join/id-AAAAAAAAAA#pwd-secret")
  })

  it("stores the link sealed", async () => {
    const name = toHex(randomBytes(8))
    const vault = await Vault.open({ name, now: () => 0 })
    await vault.setRunningLink("pwd-verysecret")
    vault.close()
    const stored = await new Promise<{ ciphertext: ArrayBuffer }>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(new Error("the database did not open"))
      opening.onsuccess = () => {
        const reading = opening.result.transaction("running").objectStore("running").get("link")
        reading.onsuccess = () => resolve(reading.result)
      }
    })
    expect(toHex(new Uint8Array(stored.ciphertext))).not.toContain(toHex(utf8("verysecret")))
  })
})
