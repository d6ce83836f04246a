import { describe, expect, it } from "vitest"
import { AES_256_GCM_SHA512_128, deriveFrameKey } from "../../../src/media/keys.ts"
import { encodeKid } from "../../../src/media/kid.ts"
import { SealingKey } from "../../../src/media/sealing-key.ts"
import { fault, keysFor, makePerson, OPUS } from "./fixtures.ts"

describe("a sealing key", () => {
  it("seals up to its last counter and not beyond", async () => {
    const alice = await makePerson()
    const { baseKey } = await keysFor(alice, { epoch: 1n, people: [alice] })
    const kid = encodeKid("microphone", 0, 1n)
    const frameKey = await deriveFrameKey(baseKey, kid, "encrypt", AES_256_GCM_SHA512_128)
    const key = new SealingKey(frameKey, kid, (1n << 64n) - 1n)
    expect(await key.seal(OPUS, 0)).toHaveLength(12 + OPUS.length + 16)
    await expect(key.seal(OPUS, 0)).rejects.toThrow(fault("exhausted"))
    await expect(key.seal(OPUS, 0)).rejects.toThrow(fault("exhausted"))
  })
})
