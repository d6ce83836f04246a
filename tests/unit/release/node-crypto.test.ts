// The shim of node:crypto against node:crypto itself: same answers, and throwing where Node throws. Signatures as they are
// verified: in a run that is replayed until WebCrypto has answered.

import * as node from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as shim from "../../../src/release/node/crypto.ts"
import { withSignatures } from "../../../src/release/node/signatures.ts"

const HASHES = ["sha256", "sha384", "sha512"]

const PAIRS = [
  { name: "P-256", pair: node.generateKeyPairSync("ec", { namedCurve: "P-256" }) },
  { name: "P-384", pair: node.generateKeyPairSync("ec", { namedCurve: "P-384" }) },
  { name: "P-521", pair: node.generateKeyPairSync("ec", { namedCurve: "P-521" }) },
  { name: "RSA", pair: node.generateKeyPairSync("rsa", { modulusLength: 2048 }) },
  { name: "RSA of odd length", pair: node.generateKeyPairSync("rsa", { modulusLength: 2049 }) },
  { name: "Ed25519", pair: node.generateKeyPairSync("ed25519") },
].map(({ name, pair }) => ({
  name,
  privateKey: pair.privateKey,
  hashes: name === "Ed25519" ? [undefined] : [...HASHES, undefined],
  spki: pair.publicKey.export({ type: "spki", format: "der" }),
}))

const few = { numRuns: process.env["SLOW"] === "1" ? 200 : 5 }

describe.each(PAIRS)("a signature by $name", ({ privateKey, spki, hashes }) => {
  const ours = shim.createPublicKey({ key: spki, format: "der", type: "spki" })
  const theirs = node.createPublicKey({ key: spki, format: "der", type: "spki" })

  it.each(hashes)("verifies with hash %s, and not over other bytes or with a bit flipped", async (hash) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(), async (data, place) => {
        const signature = node.sign(hash, data, privateKey)
        expect(await verdict(() => shim.verify(hash, data, ours, signature))).toBe(true)
        expect(node.verify(hash, data, theirs, signature)).toBe(true)
        expect(await verdict(() => shim.verify(hash, Buffer.concat([data, Buffer.of(0)]), ours, signature))).toBe(false)
        const flipped = Buffer.from(signature)
        flipped[place % flipped.length] = (flipped[place % flipped.length] ?? 0) ^ (1 << (place % 8))
        expect(await verdict(() => shim.verify(hash, data, ours, flipped))).toBe(false)
      }),
      few,
    )
  })

  it("does not verify under any other hash", async () => {
    const signature = node.sign(hashes[0], Buffer.from("a"), privateKey)
    for (const other of [...HASHES, "sha1", "sha224", "md5", "none", "unknown"].filter((hash) => hash !== hashes[0])) {
      expect(await verdict(() => shim.verify(other, Buffer.from("a"), ours, signature)), other).toBe(false)
      expect(await verdict(() => node.verify(other, Buffer.from("a"), theirs, signature)), other).toBe(false)
    }
  })

  it("does not verify when it is malformed, as in Node", async () => {
    const good = node.sign(hashes[0], Buffer.from("a"), privateKey)
    for (const bad of malformed(good)) {
      expect(await verdict(() => shim.verify(hashes[0], Buffer.from("a"), ours, bad)), bad.toString("hex")).toBe(false)
      expect(await verdict(() => node.verify(hashes[0], Buffer.from("a"), theirs, bad)), bad.toString("hex")).toBe(
        false,
      )
    }
  })

  it("does not verify under another key", async () => {
    const other = PAIRS.find((pair) => pair.spki !== spki)
    const signature = node.sign(other?.hashes[0], Buffer.from("a"), other?.privateKey ?? privateKey)
    expect(await verdict(() => shim.verify(hashes[0], Buffer.from("a"), ours, signature))).toBe(false)
  })
})

describe("a public key", () => {
  const p256 = PAIRS[0]?.spki ?? Buffer.alloc(0)

  it("is refused with any byte missing or added, as in Node", () => {
    for (const { spki } of PAIRS.filter(({ name }) => !name.startsWith("RSA"))) {
      for (let length = 0; length < spki.length; length++) expectNoKey(spki.subarray(0, length))
    }
    expectNoKey(Buffer.alloc(0))
  })

  it("is refused with bytes after it", () => {
    for (const { spki } of PAIRS) {
      const longer = Buffer.concat([spki, Buffer.of(0)])
      expect(() => shim.createPublicKey({ key: longer, format: "der", type: "spki" })).toThrow(TypeError)
    }
  })

  it("has signed nothing where it is off its curve, which Node finds when it reads it", async () => {
    const off = Buffer.from(p256)
    off[off.length - 1] = (off[off.length - 1] ?? 0) ^ 1
    const signature = node.sign("sha256", Buffer.from("a"), PAIRS[0]?.privateKey ?? "")
    const verify = (key: Uint8Array) => () =>
      shim.verify("sha256", Buffer.from("a"), shim.createPublicKey({ key, format: "der", type: "spki" }), signature)
    expect(await verdict(verify(p256))).toBe(true)
    expect(await verdict(verify(off))).toBe(false)
    expect(() => node.createPublicKey({ key: off, format: "der", type: "spki" })).toThrow()
  })

  it("is refused as a compressed point", () => {
    const compressed = node.ECDH.convertKey(p256.subarray(-65), "prime256v1", undefined, undefined, "compressed")
    const key = Buffer.concat([p256.subarray(0, -66), Buffer.of(0), Buffer.from(compressed)])
    key[1] = (key[1] ?? 0) - 32
    key[key.length - 35] = 34
    expect(node.createPublicKey({ key, format: "der", type: "spki" }).asymmetricKeyType).toBe("ec")
    expect(() => shim.createPublicKey({ key, format: "der", type: "spki" })).toThrow(TypeError)
  })

  it("is refused on a curve or of a kind that is not here", () => {
    const others = [
      node.generateKeyPairSync("ec", { namedCurve: "secp256k1" }),
      node.generateKeyPairSync("x25519"),
      node.generateKeyPairSync("ed448"),
    ]
    for (const { publicKey } of others) {
      const key = publicKey.export({ type: "spki", format: "der" })
      expect(() => shim.createPublicKey({ key, format: "der", type: "spki" })).toThrow(TypeError)
    }
  })

  it("of RSA is read from PKCS#1 too, and verifies the same", async () => {
    const { privateKey, publicKey } = node.generateKeyPairSync("rsa", { modulusLength: 3072 })
    const key = shim.createPublicKey({
      key: publicKey.export({ type: "pkcs1", format: "der" }),
      format: "der",
      type: "pkcs1",
    })
    const signature = node.sign("sha256", Buffer.from("a"), privateKey)
    expect(await verdict(() => shim.verify("sha256", Buffer.from("a"), key, signature))).toBe(true)
    expect(await verdict(() => shim.verify("sha256", Buffer.from("b"), key, signature))).toBe(false)
  })

  it("of RSA below 2048 bits verifies nothing", async () => {
    const { privateKey, publicKey } = node.generateKeyPairSync("rsa", { modulusLength: 1024 })
    const key = publicKey.export({ type: "spki", format: "der" })
    const signature = node.sign("sha256", Buffer.from("a"), privateKey)
    const short = shim.createPublicKey({ key, format: "der", type: "spki" })
    expect(await verdict(() => shim.verify("sha256", Buffer.from("a"), short, signature))).toBe(false)
  })
})

describe("a hash", () => {
  it.each(HASHES)("%s is Node's, in one piece or several", (name) => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
        const expected = node.createHash(name).update(first).update(second).digest("hex")
        expect(shim.createHash(name).update(first).update(second).digest().toString("hex")).toBe(expected)
      }),
      few,
    )
  })

  it("weaker than SHA-256 is not there", () => {
    expect(() => shim.createHash("sha1")).toThrow(TypeError)
  })
})

describe("timingSafeEqual", () => {
  it("is Node's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ maxLength: 3 }), (a, b) => {
        const compare = (equal: (x: Uint8Array, y: Uint8Array) => boolean) =>
          a.length === b.length ? equal(a, b) : null
        expect(compare(shim.timingSafeEqual)).toBe(compare(node.timingSafeEqual))
      }),
    )
  })

  it("throws at other lengths, as Node's", () => {
    expect(() => shim.timingSafeEqual(Buffer.of(1), Buffer.of())).toThrow(RangeError)
    expect(() => node.timingSafeEqual(Buffer.of(1), Buffer.of())).toThrow(RangeError)
  })
})

/** In a run, as the library calls it: a throw is a refusal. */
function verdict(verify: () => boolean): Promise<boolean> {
  return withSignatures(() => {
    try {
      return verify()
    } catch {
      return false
    }
  })
}

function malformed(good: Buffer): readonly Buffer[] {
  const zeros = Buffer.alloc(good.length)
  const longer = Buffer.concat([good, Buffer.of(0)])
  const inner = good.subarray(2)
  return [
    Buffer.alloc(0),
    good.subarray(0, -1),
    good.subarray(1),
    longer,
    zeros,
    Buffer.alloc(good.length, 0xff),
    Buffer.concat([Buffer.of(0x30, 0x81, inner.length), inner]), // the length in a longer form
    Buffer.from([0x30, 6, 2, 1, 0, 2, 1, 0]), // r = s = 0
    Buffer.from([0x30, 6, 2, 1, 1, 2, 1, 0xff]), // s < 0
    Buffer.from([0x30, 8, 2, 2, 0, 1, 2, 2, 0, 1]), // numbers with a zero too many
  ]
}

function expectNoKey(key: Buffer): void {
  expect(() => shim.createPublicKey({ key, format: "der", type: "spki" })).toThrow(TypeError)
  expect(() => node.createPublicKey({ key, format: "der", type: "spki" })).toThrow()
}
