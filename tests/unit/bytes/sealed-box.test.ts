// Boxes: what they look like, and that none opens anywhere but where it belongs.

import { describe, expect, it } from "vitest"
import { utf8 } from "../../../src/bytes/bytes.ts"
import { BOX_OVERHEAD_BYTES, openBox, sealBox } from "../../../src/bytes/sealed-box.ts"

const AAD = utf8("here")
const PLAIN = utf8("what is in it")

function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
}

describe("a sealed box", () => {
  it("opens under its key at its place", async () => {
    const key = await newKey()
    const box = await sealBox(key, PLAIN, AAD)
    expect(box.length).toBe(PLAIN.length + BOX_OVERHEAD_BYTES)
    expect(await openBox(key, box, AAD)).toEqual(PLAIN)
    expect(await openBox(key, await sealBox(key, new Uint8Array(), AAD), AAD)).toEqual(new Uint8Array())
  })

  it("is its nonce and then AES-GCM as any library seals it", async () => {
    const key = await newKey()
    const box = await sealBox(key, PLAIN, AAD)
    const parameters = { name: "AES-GCM", iv: box.slice(0, 12), additionalData: AAD }
    const sealed = await crypto.subtle.encrypt(parameters, key, PLAIN)
    expect(box.slice(12)).toEqual(new Uint8Array(sealed))
  })

  it("is another one each time", async () => {
    const key = await newKey()
    expect(await sealBox(key, PLAIN, AAD)).not.toEqual(await sealBox(key, PLAIN, AAD))
  })

  it("opens under no other key, at no other place, and not changed or cut", async () => {
    const key = await newKey()
    const box = await sealBox(key, PLAIN, AAD)
    const attempts = [
      openBox(await newKey(), box, AAD),
      openBox(key, box, utf8("there")),
      ...[0, 12, box.length - 1].map((at) => openBox(key, flipped(box, at), AAD)),
      ...[0, 12, 27, box.length - 1].map((length) => openBox(key, box.subarray(0, length), AAD)),
    ]
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { name: "OperationError" } })
    }
  })
})

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 1)
}
