import { createHash } from "node:crypto"
import { describe, expect, it, vi } from "vitest"
import { fromBigEndian, randomBytes } from "../../../src/bytes/bytes.ts"
import type { PasswordFault } from "../../../src/password/errors.ts"
import { challengeClient, createVerifier, proveToService } from "../../../src/password/srp.ts"

const MEETING = "0123456789"
const withFault = (fault: PasswordFault) => expect.objectContaining({ name: "PasswordError", fault })

// The 2048-bit group of RFC 5054 appendix A.
const N = BigInt(
  "0xAC6BDB41324A9A9BF166DE5E1389582FAF72B6651987EE07FC3192943DB56050A37329CBB4A099ED8193E0757767A13DD52312AB4B03310DCD7F48A9DA04FD50E8083969EDB767B0CF6095179A163AB3661A05FBD5FAAAE82918A9962F0B93B855F97993EC975EEAA80D740ADBF4FF747359D041D5C33EA71D281E446B14773BCA97B43A23FB801676BD207A436C6481F1D2B9078717461A5B9D32E688F87748544523B524B0D57D5EA77A2775D2ECFA032CFBDBF52FB3786160279004E57AE6AF874E7303CE53299CCC041C7BC308D82A5698F3A8D0C38271AE35F8E9DBFBB694B5C803D89F7AE435DE236D525F54759B65E372FCD68EF20FA7111F9E4AFF73",
)
const g = 2n

const H = (...parts: (Uint8Array | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha512")).digest()
const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`)
const pad = (value: bigint) => Buffer.from(value.toString(16).padStart(512, "0"), "hex")

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) result = (((result * result) % N) * (bit === "1" ? base : 1n)) % N
  return result
}

// The service's side again, slow and plain, on node:crypto: RFC 5054 §2.6 and RFC 2945 §3 with SHA-512.
function slowService(salt: Uint8Array, password: string, b: bigint) {
  const x = number(H(salt, H(`${MEETING}:${password}`)))
  const v = power(g, x)
  const B = (number(H(pad(N), pad(g))) * v + power(g, b)) % N
  const answer = (A: bigint) => {
    const u = number(H(pad(A), pad(B)))
    const K = H(pad(power(A * power(v, u), b)))
    const group = H(pad(N)).map((byte, index) => byte ^ (H(pad(g))[index] ?? 0))
    const M1 = H(group, H(MEETING), salt, pad(A), pad(B), K)
    return { M1, M2: H(pad(A), M1, K) }
  }
  return { v, B: pad(B), answer }
}

describe("SRP-6a", () => {
  it("agrees with a plain twin of the RFCs in verifier, M1 and M2", async () => {
    const salt = randomBytes(16)
    const twin = slowService(salt, "right", number(randomBytes(256)) % N)
    expect(fromBigEndian(await createVerifier(MEETING, "right", salt))).toBe(twin.v)
    const proof = await proveToService(MEETING, "right", { salt, B: twin.B })
    const expected = twin.answer(number(proof.A))
    expect(Buffer.from(proof.M1).equals(expected.M1)).toBe(true)
    await proof.verify(expected.M2)
  })

  it("draws 256 bits for the private value, of either side", async () => {
    const salt = randomBytes(16)
    const verifier = await createVerifier(MEETING, "right", salt)
    const drawn = Buffer.alloc(32, 0xa5)
    const random = vi.spyOn(crypto, "getRandomValues").mockImplementation((target) => {
      if (target instanceof Uint8Array) target.set(drawn) // RangeError for a shorter one
      return target
    })
    const { B } = await challengeClient(MEETING, salt, verifier)
    const { A } = await proveToService(MEETING, "right", { salt, B })
    expect(random.mock.calls.map(([target]) => target?.byteLength)).toEqual([32, 32])
    random.mockRestore()
    expect(Buffer.from(A).equals(pad(power(g, number(drawn))))).toBe(true)
    expect(Buffer.from(B).equals(slowService(salt, "right", number(drawn)).B)).toBe(true)
  })

  it("proves both sides to each other, in fixed widths", async () => {
    const salt = randomBytes(16)
    const service = await challengeClient(MEETING, salt, await createVerifier(MEETING, "right", salt))
    const client = await proveToService(MEETING, "right", { salt, B: service.B })
    const M2 = await service.verify(client.A, client.M1)
    expect([service.B.length, client.A.length, client.M1.length, M2.length]).toEqual([256, 256, 64, 64])
    await client.verify(M2)
    await expect(client.verify(randomBytes(64))).rejects.toEqual(withFault("not-proven"))
  })

  it("keeps the widths when the salt begins with zeros", async () => {
    const salt = new Uint8Array(16)
    salt[15] = 7
    const service = await challengeClient(MEETING, salt, await createVerifier(MEETING, "right", salt))
    const client = await proveToService(MEETING, "right", { salt, B: service.B })
    await client.verify(await service.verify(client.A, client.M1))
  })

  it("refuses a wrong password and another meeting's name", async () => {
    const salt = randomBytes(16)
    const verifier = await createVerifier(MEETING, "right", salt)
    for (const [meeting, password] of [
      [MEETING, "wrong"],
      ["9876543210", "right"],
    ] as const) {
      const service = await challengeClient(MEETING, salt, verifier)
      const client = await proveToService(meeting, password, { salt, B: service.B })
      await expect(service.verify(client.A, client.M1)).rejects.toEqual(withFault("not-proven"))
    }
  })

  it.each([0n, N])("refuses a public value that is 0 modulo N", async (value) => {
    const salt = randomBytes(16)
    const service = await challengeClient(MEETING, salt, await createVerifier(MEETING, "right", salt))
    await expect(service.verify(pad(value), randomBytes(64))).rejects.toEqual(withFault("invalid-public-value"))
    await expect(proveToService(MEETING, "right", { salt, B: pad(value) })).rejects.toEqual(
      withFault("invalid-public-value"),
    )
  })
})
