import { describe, expect, it } from "vitest"
import { isEqual, randomBytes } from "../../../src/bytes/bytes.ts"
import { signWith } from "../../../src/bytes/statement.ts"
import type { PasswordFault } from "../../../src/password/errors.ts"
import { deriveMeetingKeys, linkPassword, newMeeting } from "../../../src/password/meeting-keys.ts"
import { createRecord, openRecord, recordDigest, sealRecord } from "../../../src/password/record.ts"

const SETTINGS = { admission: "open", mayShare: "everyone", mayChat: "everyone" } as const

async function hostKeys() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
  return { hostKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)), sign: signWith(privateKey) }
}

async function sealedMeeting() {
  const { hostKey, sign } = await hostKeys()
  const { meeting, r, password } = await newMeeting(hostKey)
  const keys = await deriveMeetingKeys({ meeting, password, passphrase: null })
  const record = await createRecord(meeting, { r, name: "Standup", hostKey, settings: SETTINGS }, sign)
  return { meeting, password, keys, record, sign, sealed: await sealRecord(keys.recordKey, meeting, record) }
}

const withFault = (fault: PasswordFault) => expect.objectContaining({ name: "PasswordError", fault })

describe("the keys of a link", () => {
  it("are 10 and 22 base62 digits, other ones each time", async () => {
    const { hostKey } = await hostKeys()
    const [first, second] = await Promise.all([newMeeting(hostKey), newMeeting(hostKey)])
    expect(first.meeting).toMatch(/^[0-9A-Za-z]{10}$/)
    expect(first.password).toMatch(/^[0-9A-Za-z]{22}$/)
    expect(second.meeting).not.toBe(first.meeting)
    expect(second.password).not.toBe(first.password)
  })

  it("change with the passphrase, whatever form its letters are typed in", async () => {
    const link = { meeting: "0123456789", password: "0123456789abcdefghijkl" }
    const [none, composed, decomposed] = await Promise.all(
      [null, "caf\u00e9", "cafe\u0301"].map((passphrase) => deriveMeetingKeys({ ...link, passphrase })),
    )
    expect(composed?.srpPassword).not.toBe(none?.srpPassword)
    expect(decomposed?.srpPassword).toBe(composed?.srpPassword)
  })

  it.each([
    { meeting: "012345678", password: "0123456789abcdefghijkl", passphrase: null },
    { meeting: "0123456789", password: "0123456789abcdefghijk-", passphrase: null },
    { meeting: "0123456789", password: "0123456789abcdefghijkl", passphrase: "" },
  ])("are refused for a malformed link: %o", async (link) => {
    await expect(deriveMeetingKeys(link)).rejects.toEqual(withFault("malformed"))
  })

  it("leave the record and name keys unextractable", async () => {
    const keys = await deriveMeetingKeys({
      meeting: "0123456789",
      password: "0123456789abcdefghijkl",
      passphrase: null,
    })
    expect([keys.recordKey.extractable, keys.nameKey.extractable]).toEqual([false, false])
  })
})

describe("a sealed record", () => {
  it("opens under its link and is named by the digest of its bytes", async () => {
    const { meeting, password, keys, record, sealed } = await sealedMeeting()
    expect(await openRecord(keys.recordKey, { meeting, password }, sealed)).toEqual(record)
    expect(await recordDigest(sealed)).toHaveLength(32)
    const again = await sealRecord(keys.recordKey, meeting, record)
    expect(isEqual(again, sealed)).toBe(false)
  })

  it("is refused when any of its bytes is flipped", async () => {
    const { meeting, password, keys, sealed } = await sealedMeeting()
    for (const index of [0, 11, 12, 40, sealed.length - 1]) {
      const bad = sealed.slice()
      bad[index] = (bad[index] ?? 0) ^ 1
      await expect(openRecord(keys.recordKey, { meeting, password }, bad)).rejects.toEqual(withFault("record-forged"))
    }
  })

  it("is refused when cut short or moved to another meeting", async () => {
    const { meeting, password, keys, sealed } = await sealedMeeting()
    const cut = sealed.subarray(0, 5)
    await expect(openRecord(keys.recordKey, { meeting, password }, cut)).rejects.toEqual(withFault("record-forged"))
    const elsewhere = { meeting: "0000000000", password }
    await expect(openRecord(keys.recordKey, elsewhere, sealed)).rejects.toEqual(withFault("record-forged"))
  })

  it("cannot name another host, though whoever has the link can seal", async () => {
    const { meeting, password, keys, record } = await sealedMeeting()
    const other = await hostKeys()
    const forged = await createRecord(meeting, { ...record, hostKey: other.hostKey }, other.sign)
    const sealed = await sealRecord(keys.recordKey, meeting, forged)
    await expect(openRecord(keys.recordKey, { meeting, password }, sealed)).rejects.toEqual(withFault("other-host"))
    expect(await linkPassword(meeting, record.r, record.hostKey)).toBe(password)
  })

  it("cannot carry settings that its host did not sign", async () => {
    const { meeting, password, keys, record } = await sealedMeeting()
    const forged = { ...record, settings: { ...SETTINGS, admission: "locked" as const } }
    const sealed = await sealRecord(keys.recordKey, meeting, forged)
    await expect(openRecord(keys.recordKey, { meeting, password }, sealed)).rejects.toEqual(
      withFault("settings-forged"),
    )
  })

  it("is refused when what is sealed is no record", async () => {
    const { meeting, password, keys } = await sealedMeeting()
    const nonce = randomBytes(12)
    const { encodeCbor } = await import("../../../src/bytes/cbor.ts")
    const additionalData = encodeCbor({ label: "Wardroom record", meeting })
    const aead = { name: "AES-GCM", iv: nonce, additionalData }
    const body = new Uint8Array(await crypto.subtle.encrypt(aead, keys.recordKey, encodeCbor({ r: 1 })))
    const sealed = Uint8Array.of(...nonce, ...body)
    await expect(openRecord(keys.recordKey, { meeting, password }, sealed)).rejects.toEqual(
      withFault("record-malformed"),
    )
  })
})
