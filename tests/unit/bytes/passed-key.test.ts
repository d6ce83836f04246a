import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { openPassedKey, PASSED_KEY_BYTES, passKey } from "../../../src/bytes/passed-key.ts"

const PASSING = { former: "Meeting001", next: "Meeting002" }

const aesKey = (raw: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"])

async function passed() {
  const former = randomBytes(32)
  const next = await aesKey(randomBytes(32))
  return { former, next, passed: await passKey(next, former, PASSING) }
}

describe("a former link's name key", () => {
  it("opens for whoever has the next link, and cannot be taken out", async () => {
    const { former, next, passed: sealed } = await passed()
    expect(sealed).toHaveLength(PASSED_KEY_BYTES)
    const opened = await openPassedKey(next, sealed, PASSING)
    if (!opened) throw new TypeError("it does not open")
    expect(opened.extractable).toBe(false)
    const iv = randomBytes(12)
    const name = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await aesKey(former), randomBytes(8))
    await expect(crypto.subtle.decrypt({ name: "AES-GCM", iv }, opened, name)).resolves.toHaveProperty("byteLength", 8)
  })

  it("opens neither with another key nor between other links nor after a change", async () => {
    const { next, passed: sealed } = await passed()
    expect(await openPassedKey(await aesKey(randomBytes(32)), sealed, PASSING)).toBeNull()
    expect(await openPassedKey(next, sealed, { ...PASSING, former: "Meeting003" })).toBeNull()
    expect(await openPassedKey(next, sealed, { ...PASSING, next: "Meeting003" })).toBeNull()
    expect(await openPassedKey(next, sealed.with(20, (sealed[20] ?? 0) ^ 1), PASSING)).toBeNull()
  })
})
