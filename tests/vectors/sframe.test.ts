// The vectors of RFC 9605 (appendix C), from https://github.com/sframe-wg/sframe; IETF code components, Simplified BSD.

import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concat, fromHex, toHex } from "../../src/bytes/bytes.ts"
import { decodeHeader, encodeHeader } from "../../src/media/header.ts"
import {
  AES_128_GCM_SHA256_128,
  AES_256_GCM_SHA512_128,
  deriveFrameKey,
  type FrameSuite,
  importBaseKey,
} from "../../src/media/keys.ts"
import { OpeningKey } from "../../src/media/opening-key.ts"
import { SealingKey } from "../../src/media/sealing-key.ts"

interface HeaderVector {
  readonly kid: string
  readonly ctr: string
  readonly encoded: string
}

interface SframeVector extends Readonly<Record<"base_key" | "sframe_salt" | "metadata" | "pt" | "ct", string>> {
  readonly cipher_suite: string
  readonly kid: string
  readonly ctr: string
}

interface Vectors {
  readonly header: readonly HeaderVector[]
  readonly sframe: readonly SframeVector[]
}

const vectors = readVectors()
const SUITES = [AES_128_GCM_SHA256_128, AES_256_GCM_SHA512_128]

describe("the header vectors", () => {
  it("are all there", () => {
    expect(vectors.header).toHaveLength(289)
  })

  it("decode, and encode to the same bytes", () => {
    for (const { kid, ctr, encoded } of vectors.header) {
      const bytes = fromHex(encoded)
      expect(decodeHeader(bytes)).toEqual({ kid: BigInt(kid), counter: BigInt(ctr), length: bytes.length })
      expect(toHex(encodeHeader(BigInt(kid), BigInt(ctr)))).toBe(encoded)
    }
  })

  it("are refused with any byte missing", () => {
    for (const { encoded } of vectors.header) {
      const bytes = fromHex(encoded)
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeHeader(bytes.subarray(0, length))).toThrow(expect.objectContaining({ fault: "malformed" }))
      }
    }
  })
})

describe.each(SUITES)("the vector of suite $number", (suite) => {
  const vector = vectorOf(suite)
  const sealed = concat(fromHex(vector.metadata), fromHex(vector.ct))
  const prefixLength = vector.metadata.length / 2

  it("seals to the same bytes", async () => {
    const key = new SealingKey(await keyOf(vector, suite, "encrypt"), BigInt(vector.kid), BigInt(vector.ctr))
    const frame = concat(fromHex(vector.metadata), fromHex(vector.pt))
    expect(toHex(await key.seal(frame, prefixLength))).toBe(toHex(sealed))
  })

  it("derives the same salt", async () => {
    expect(toHex((await keyOf(vector, suite, "decrypt")).salt)).toBe(vector.sframe_salt)
  })

  it("opens to the plaintext", async () => {
    expect(toHex(await open(vector, suite, sealed))).toBe(vector.metadata + vector.pt)
  })

  it("does not open with any bit flipped", async () => {
    const bits = fc.integer({ min: 0, max: 8 * sealed.length - 1 })
    await fc.assert(
      fc.asyncProperty(bits, async (bit) => {
        const flipped = sealed.slice()
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(open(vector, suite, flipped)).rejects.toThrow(
          expect.objectContaining({ fault: expect.stringMatching(/^(forged|malformed)$/) }),
        )
      }),
      { numRuns: process.env["SLOW"] ? 2000 : 200 },
    )
  })
})

// Always with the vector's own key: a flipped bit in the header's KID must be caught by the tag, not by a missing key.
async function open(vector: SframeVector, suite: FrameSuite, sealed: Uint8Array<ArrayBuffer>) {
  const prefixLength = vector.metadata.length / 2
  const key = new OpeningKey(() => keyOf(vector, suite, "decrypt"))
  return key.open(sealed, prefixLength, decodeHeader(sealed, prefixLength))
}

async function keyOf(vector: SframeVector, suite: FrameSuite, usage: "encrypt" | "decrypt") {
  return deriveFrameKey(await importBaseKey(fromHex(vector.base_key)), BigInt(vector.kid), usage, suite)
}

function vectorOf(suite: FrameSuite): SframeVector {
  const vector = vectors.sframe.find((candidate) => Number(candidate.cipher_suite) === suite.number)
  if (!vector) throw new Error("the suite's vector is missing")
  return vector
}

/** KIDs and counters go up to 2^64 - 1, which JSON.parse would round: they become text first. */
function readVectors(): Vectors {
  const json = readFileSync(new URL("sframe/sframe-test-vectors.json", import.meta.url), "utf8")
  return JSON.parse(json.replaceAll(/("(?:kid|ctr|cipher_suite)": )(\d+)/g, '$1"$2"'))
}
