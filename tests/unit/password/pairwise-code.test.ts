import { argon2id } from "@noble/hashes/argon2.js"
import { describe, expect, it } from "vitest"
import { concat, randomBytes, sha256, utf8 } from "../../../src/bytes/bytes.ts"
import { pairwiseCode } from "../../../src/password/pairwise-code.ts"

const HOST = new Uint8Array(32).fill(7)
const [ANA, BEN] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const

describe("the pairwise code", () => {
  it("is nine groups of five digits, of the digest that docs/protocol.md says", async () => {
    const { digits, digest } = await pairwiseCode(HOST, ANA, BEN)
    const salt = await sha256(concat(utf8("Wardroom pair"), HOST))
    expect(digest).toEqual(argon2id(concat(ANA, BEN), salt, { m: 8192, t: 1, p: 1, dkLen: 32 }))
    expect(digits).toMatch(/^(?:\d{5} ){8}\d{5}$/)
    const number = digest.subarray(0, 24).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** 45n
    expect(BigInt(digits.replaceAll(" ", ""))).toBe(number)
  })

  it("is the same from both sides", async () => {
    expect(await pairwiseCode(HOST, BEN, ANA)).toEqual(await pairwiseCode(HOST, ANA, BEN))
  })

  it("is another one for another person and another host", async () => {
    const codes = await Promise.all([
      pairwiseCode(HOST, ANA, BEN),
      pairwiseCode(HOST, ANA, randomBytes(32)),
      pairwiseCode(HOST, randomBytes(32), BEN),
      pairwiseCode(randomBytes(32), ANA, BEN),
    ])
    expect(new Set(codes.map(({ digits }) => digits)).size).toBe(4)
  })

  it.each([
    ["one person", ANA, ANA],
    ["a short key", ANA, BEN.subarray(1)],
  ])("is refused for %s", async (_who, one, other) => {
    await expect(pairwiseCode(HOST, one, other)).rejects.toMatchObject({ name: "PasswordError", fault: "roster" })
  })
})
