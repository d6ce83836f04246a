import { expect, test } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { decodeHeader } from "../../../src/media/header.ts"
import { AES_256_GCM_SHA512_128, deriveFrameKey, importBaseKey } from "../../../src/media/keys.ts"
import { OpeningKey } from "../../../src/media/opening-key.ts"
import { SealingKey } from "../../../src/media/sealing-key.ts"

const KID = 0x20301n
const PREFIXES = [0, 1, 10] as const

test("opens frames that come before the earlier ones are open, with any clear prefix", async () => {
  const baseKey = await importBaseKey(randomBytes(32))
  const derive = (usage: "encrypt" | "decrypt") => deriveFrameKey(baseKey, KID, usage, AES_256_GCM_SHA512_128)
  const sealing = new SealingKey(await derive("encrypt"), KID, 250n) // headers of two lengths
  const opening = new OpeningKey(() => derive("decrypt"))
  const frames = Array.from({ length: 12 }, (_, index) => ({
    plain: randomBytes(20 + index),
    prefixLength: PREFIXES[index % PREFIXES.length] ?? 0,
  }))
  const sealed = await Promise.all(frames.map(({ plain, prefixLength }) => sealing.seal(plain, prefixLength)))
  const opened = await Promise.all(
    sealed.map((frame, index) => {
      const prefixLength = frames[index]?.prefixLength ?? 0
      return opening.open(frame, prefixLength, decodeHeader(frame, prefixLength))
    }),
  )
  expect(opened).toEqual(frames.map(({ plain }) => plain))
})
