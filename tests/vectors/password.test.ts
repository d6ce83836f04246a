// The derivations of a link, frozen in password.json, and once more by a slow twin on node:crypto.

import { createHash, hkdfSync } from "node:crypto"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { fromHex, toHex, utf8 } from "../../src/bytes/bytes.ts"
import { bytes, list, record, text } from "../../src/bytes/shape.ts"
import { deriveMeetingKeys, linkPassword } from "../../src/password/meeting-keys.ts"
import { openRecord } from "../../src/password/record.ts"
import { securityCode } from "../../src/password/security-code.ts"
import { createVerifier } from "../../src/password/srp.ts"

const any = text(/^[^]*$/)
const vectorsShape = record({
  meeting: any,
  r: any,
  hostKey: any,
  password: any,
  srpPassword: any,
  psk: any,
  pskId: any,
  salt: any,
  verifier: any,
  sealedRecord: any,
  recordName: any,
  withPassphrase: record({ passphrase: any, srpPassword: any, psk: any, pskId: any }),
  code: record({ identityKeys: list(any, 10), digits: any, emoji: list(any, 12) }),
})
const vectors = vectorsShape(JSON.parse(readFileSync(new URL("password.json", import.meta.url), "utf8")), "")
const { meeting, password } = vectors
const [r, hostKey, salt] = [vectors.r, vectors.hostKey, vectors.salt].map((hex) => bytes(hex.length / 2)(fromHex(hex), ""))

// 62 digits, most significant first, by repeated division of a decimal BigInt.
function slowBase62(hex: string, length: number): string {
  const digits = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"]
  return Array.from({ length }, (_, place) => {
    const power = 62n ** BigInt(length - 1 - place)
    return digits[Number((BigInt(`0x${hex}`) / power) % 62n)]
  }).join("")
}

function slowKey(material: string, label: string): string {
  const root = hkdfSync("sha512", material, meeting, "Wardroom root", 64)
  return Buffer.from(hkdfSync("sha512", new Uint8Array(root), meeting, `Wardroom ${label}`, 32)).toString("hex")
}

describe("the frozen derivations of a link", () => {
  it("give the password that binds id, r and host key", async () => {
    if (!r || !hostKey) throw new Error("vectors")
    expect(await linkPassword(meeting, r, hostKey)).toBe(password)
    const digest = createHash("sha256").update("Wardroom link").update(meeting).update(r).update(hostKey).digest("hex")
    expect(slowBase62(digest, 22)).toBe(password)
  })

  it("give SRP password, pre-shared key and its id", async () => {
    const keys = await deriveMeetingKeys({ meeting, password, passphrase: null })
    expect(keys.srpPassword).toBe(vectors.srpPassword)
    expect([toHex(keys.psk), toHex(keys.pskId)]).toEqual([vectors.psk, vectors.pskId])
    expect(slowKey(password, "srp")).toBe(vectors.srpPassword)
    expect([slowKey(password, "psk"), slowKey(password, "psk id")]).toEqual([vectors.psk, vectors.pskId])
  })

  it("give others with a passphrase", async () => {
    const { passphrase, ...expected } = vectors.withPassphrase
    const keys = await deriveMeetingKeys({ meeting, password, passphrase })
    expect({ srpPassword: keys.srpPassword, psk: toHex(keys.psk), pskId: toHex(keys.pskId) }).toEqual(expected)
  })

  it("give the verifier", async () => {
    if (!salt) throw new Error("vectors")
    expect(toHex(await createVerifier(meeting, vectors.srpPassword, salt))).toBe(vectors.verifier)
  })

  it("open the record", async () => {
    const { recordKey } = await deriveMeetingKeys({ meeting, password, passphrase: null })
    const opened = await openRecord(recordKey, { meeting, password }, fromHex(vectors.sealedRecord))
    expect(opened.name).toBe(vectors.recordName)
    expect(utf8(opened.name)).toHaveLength(7)
  })

  it("give the security code", async () => {
    if (!hostKey) throw new Error("vectors")
    const code = await securityCode(hostKey, vectors.code.identityKeys.map(fromHex))
    expect(code.digits).toBe(vectors.code.digits)
    expect(code.emoji.map(({ name }) => name)).toEqual(vectors.code.emoji)
  })
})
