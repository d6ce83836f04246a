import { XWing } from "@hpke/hybridkem-x-wing"
import { describe, expect, it } from "vitest"
import { randomBytes, toHex, unshared } from "../../../src/bytes/bytes.ts"
import { NativeXWing } from "../../../src/mls/x-wing.ts"

const ours = new NativeXWing()
const library = new XWing()

describe("X-Wing with the browser's X25519", () => {
  it("derives the library's key pairs, and makes and opens the library's ciphertexts", async () => {
    for (let round = 0; round < 5; round++) {
      const seed = random(32)
      // oxlint-disable-next-line no-await-in-loop -- one seed after the other
      const [own, reference] = await Promise.all([walkThrough(ours, seed, library), walkThrough(library, seed, ours)])
      expect(own).toEqual(reference)
      expect(own.opened).toBe(own.secret)
    }
  })

  it("opens what was sealed without a seed, and nothing of the same length that was not", async () => {
    const { publicKey, privateKey } = await ours.generateKeyPair()
    const { enc, sharedSecret } = await ours.encap({ recipientPublicKey: publicKey })
    expect(hexOf(await ours.decap({ recipientKey: privateKey, enc }))).toBe(hexOf(sharedSecret))
    for (const at of [0, 1087, 1088, 1119]) {
      const changed = new Uint8Array(enc.slice(0))
      changed[at] = (changed[at] ?? 0) ^ 1
      // oxlint-disable-next-line no-await-in-loop -- one byte after the other
      const other = await ours.decap({ recipientKey: privateKey, enc: changed.buffer })
      expect(hexOf(other)).not.toBe(hexOf(sharedSecret))
    }
  })

  it("refuses a point of small order", async () => {
    const { privateKey } = await ours.generateKeyPair()
    await expect(ours.decap({ recipientKey: privateKey, enc: new ArrayBuffer(1120) })).rejects.toThrow()
  })
})

/** A key pair, a ciphertext and its secret, all made by one; and what the other opens. All from the seed. */
async function walkThrough(kem: XWing, seed: ArrayBuffer, other: XWing) {
  const { publicKey, privateKey } = await kem.deriveKeyPair(seed)
  const { enc, sharedSecret } = await kem.encap({ recipientPublicKey: publicKey, ekm: concat64(seed) })
  const opened = await other.decap({ recipientKey: privateKey, enc })
  const key = await kem.serializePublicKey(publicKey)
  return { key: hexOf(key), enc: hexOf(enc), secret: hexOf(sharedSecret), opened: hexOf(opened) }
}

function concat64(seed: ArrayBuffer): ArrayBuffer {
  return Uint8Array.of(...new Uint8Array(seed), ...new Uint8Array(seed)).buffer
}

function random(length: number): ArrayBuffer {
  return unshared(randomBytes(length)).buffer
}

function hexOf(buffer: ArrayBuffer): string {
  return toHex(new Uint8Array(buffer))
}
