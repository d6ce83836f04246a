import { describe, expect, it } from "vitest"
import { randomBytes, utf8 } from "../../../src/bytes/bytes.ts"
import { encodeStatement, isSigned, signStatement, signWith } from "../../../src/bytes/statement.ts"

async function keyPair() {
  const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    sign: signWith(pair.privateKey),
  }
}

describe("statements", () => {
  const fields = { groupId: new Uint8Array(32).fill(1), identityKey: new Uint8Array(32).fill(2) }

  it("begin with the version, the purpose and a zero byte", () => {
    const prefix = utf8("Wardroom 1 host\0")
    expect(encodeStatement("host", fields).subarray(0, prefix.length)).toEqual(prefix)
  })

  it("verify under the key that signed them, and under no other key, purpose or field", async () => {
    const { publicKey, sign } = await keyPair()
    const other = await keyPair()
    const signature = await signStatement(sign, "host", fields)
    expect(await isSigned(publicKey, signature, "host", fields)).toBe(true)
    expect(await isSigned(other.publicKey, signature, "host", fields)).toBe(false)
    expect(await isSigned(publicKey, signature, "host", { ...fields, groupId: randomBytes(32) })).toBe(false)
    expect(
      await isSigned(publicKey, signature, "leave", { groupId: fields.groupId, leafKey: fields.identityKey }),
    ).toBe(false)
  })

  it("are refused, not thrown, for keys and signatures of a wrong length", async () => {
    const { publicKey, sign } = await keyPair()
    const signature = await signStatement(sign, "host", fields)
    expect(await isSigned(publicKey.subarray(1), signature, "host", fields)).toBe(false)
    expect(await isSigned(publicKey, signature.subarray(1), "host", fields)).toBe(false)
  })

  it("cannot be made over fields of another length than the purpose says", () => {
    expect(() => encodeStatement("host", { ...fields, groupId: new Uint8Array(31) })).toThrow(
      expect.objectContaining({ fault: "wrong-size" }),
    )
  })
})
