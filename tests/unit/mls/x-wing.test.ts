import { XWing } from "@hpke/hybridkem-x-wing"
import { describe, expect, it } from "vitest"
import { fromHex, randomBytes, toHex } from "../../../src/bytes/bytes.ts"
import { type LibraryMlKem, chooseMlKem, nativeMlKem } from "../../../src/mls/ml-kem.ts"
import { NativeXWing } from "../../../src/mls/x-wing.ts"

const ROUNDS = process.env["SLOW"] ? 200 : 3
const TIMEOUT_MS = 60_000
const KEMS: Readonly<Record<string, XWing>> = {
  "the library's": new XWing(),
  "ours with the library's ML-KEM": new NativeXWing("library"),
  "ours with the browser's ML-KEM": new NativeXWing(),
}
const PAIRS = Object.entries(KEMS).flatMap(([maker, made]) =>
  Object.entries(KEMS).map(([opener, opening]) => ({ maker, made, opener, opening })),
)

describe("X-Wing", () => {
  it("is tested with the browser's ML-KEM, which this Node has", async () => {
    expect(await nativeMlKem(crypto.subtle)).not.toBeNull()
  })

  it.each(PAIRS)(
    "derives and opens alike: sealed by $maker, opened by $opener",
    async ({ made, opening }) => {
      for (let round = 0; round < ROUNDS; round++) {
        const ikm = random(64)
        const [ours, theirs] = await Promise.all([made, opening].map((kem) => exported(kem, ikm)))
        expect(ours).toEqual(theirs)
        const recipientPublicKey = await made.deserializePublicKey(bytesFrom(ours?.publicKey))
        const { enc, sharedSecret } = await made.encap({ recipientPublicKey })
        expect(hexOf(await openAgain(opening, ours?.privateKey, enc))).toBe(hexOf(sharedSecret))
        // What was not sealed to the key opens to a secret all the same (FIPS 203 §6.3): the same one with everybody.
        const changed = flipped(enc, round * 7)
        const secrets = [made, opening].map((kem) => openAgain(kem, ours?.privateKey, changed).then(hexOf))
        const [one, other] = await Promise.all(secrets)
        expect(one).toBe(other)
        expect(one).not.toBe(hexOf(sharedSecret))
      }
    },
    TIMEOUT_MS,
  )

  it.each(Object.entries(KEMS))("makes the library's ciphertext from the same randomness (%s)", async (_, kem) => {
    const library = new XWing()
    const [ikm, ekm] = [random(32), random(64)]
    const [one, other] = await Promise.all(
      [kem, library].map(async (each) => {
        const { publicKey: recipientPublicKey } = await each.deriveKeyPair(ikm)
        const { enc, sharedSecret } = await each.encap({ recipientPublicKey, ekm })
        return [hexOf(enc), hexOf(sharedSecret)]
      }),
    )
    expect(one).toEqual(other)
  })

  it.each(Object.entries(KEMS))("makes another key pair each time, which opens what it seals (%s)", async (_, kem) => {
    const [pair, other] = await Promise.all([kem.generateKeyPair(), kem.generateKeyPair()])
    const { enc, sharedSecret } = await kem.encap({ recipientPublicKey: pair.publicKey })
    expect(hexOf(await kem.decap({ recipientKey: pair, enc }))).toBe(hexOf(sharedSecret))
    expect(hexOf(await kem.decap({ recipientKey: other.privateKey, enc }))).not.toBe(hexOf(sharedSecret))
  })

  it.each(Object.entries(KEMS))(
    "refuses a point of small order and a ciphertext of another length (%s)",
    async (_, kem) => {
      const { privateKey: recipientKey, publicKey: recipientPublicKey } = await kem.generateKeyPair()
      const { enc } = await kem.encap({ recipientPublicKey })
      const smallOrder = new Uint8Array(enc.slice(0))
      smallOrder.fill(0, 1088)
      await expect(kem.decap({ recipientKey, enc: smallOrder.buffer })).rejects.toThrow()
      await expect(kem.decap({ recipientKey, enc: enc.slice(1) })).rejects.toThrow()
      await expect(kem.decap({ recipientKey, enc })).resolves.toBeInstanceOf(ArrayBuffer)
    },
  )
})

describe("ML-KEM", () => {
  it("is the library's where the browser has none, or has its methods for other algorithms", async () => {
    let asked = 0
    const library: LibraryMlKem = {
      deriveKeyPair: () => {
        asked++
        return Promise.resolve([new Uint8Array(1184), new Uint8Array(2400)])
      },
      encap: () => Promise.reject(new Error("not asked")),
      decap: () => Promise.reject(new Error("not asked")),
    }
    const methods = { getPublicKey: refuse, encapsulateBits: refuse, decapsulateBits: refuse, importKey: refuse }
    const others = new Proxy(crypto.subtle, {
      get: (target, name) => Reflect.get({ ...methods }, name) ?? Reflect.get(target, name),
    })
    const none = new Proxy(crypto.subtle, {
      has: (target, name) => name !== "encapsulateBits" && Reflect.has(target, name),
    })
    for (const subtle of [others, none]) {
      const mlKem = await chooseMlKem(subtle, library)
      await mlKem.expand(randomBytes(64))
    }
    expect(asked).toBe(2)
  })
})

function refuse(): Promise<never> {
  return Promise.reject(new DOMException("another algorithm", "NotSupportedError"))
}

async function exported(kem: XWing, ikm: ArrayBuffer) {
  const { privateKey, publicKey } = await kem.deriveKeyPair(ikm)
  const keys = await Promise.all([kem.serializePrivateKey(privateKey), kem.serializePublicKey(publicKey)])
  const [secret, open] = keys.map(hexOf)
  return { privateKey: secret, publicKey: open }
}

async function openAgain(kem: XWing, privateKey: string | undefined, enc: ArrayBuffer): Promise<ArrayBuffer> {
  return kem.decap({ recipientKey: await kem.deserializePrivateKey(bytesFrom(privateKey)), enc })
}

function flipped(enc: ArrayBuffer, at: number): ArrayBuffer {
  const changed = new Uint8Array(enc.slice(0))
  changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1
  return changed.buffer
}

function random(length: number): ArrayBuffer {
  return randomBytes(length).buffer
}

function bytesFrom(hex: string | undefined): ArrayBuffer {
  return fromHex(hex ?? "").buffer
}

function hexOf(buffer: ArrayBuffer): string {
  return toHex(new Uint8Array(buffer))
}
