import { encodeQR } from "qr"
import { decodeQR } from "qr/decode.js"
import { expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodePairwiseQr, judgePairwiseQr } from "../../../src/people/pairwise-qr.ts"

const [you, them, digest] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const

it("a pairwise QR code is read back from a dim, grainy picture of 480 × 360", () => {
  const shown = encodePairwiseQr({ you: them, them: you, digest })
  const scanned = decodeQR(pictureOf(encodeQR(shown, "raw", { ecc: "medium", border: 4 })))
  expect(judgePairwiseQr(scanned, { you, them, digest })).toBe("match")
})

it("a picture without a code is read as none", () => {
  expect(() => decodeQR(pictureOf([]))).toThrow()
})

/** The code somewhere in a grey room; grain is no secret, so it need not be random. */
function pictureOf(rows: readonly (readonly boolean[])[]): { width: number; height: number; data: Uint8ClampedArray } {
  const [width, height, scale] = [480, 360, 6]
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDark = rows[Math.floor((y - 40) / scale)]?.[Math.floor((x - 90) / scale)]
      const grain = ((x * 7919 + y * 104_729) % 41) - 20
      const level = brightness(isDark) + grain
      data.set([level, level, level, 255], 4 * (y * width + x))
    }
  }
  return { width, height, data }
}

/** Of a module, or of the room around them. */
function brightness(isDark: boolean | undefined): number {
  if (isDark === undefined) return 110
  return isDark ? 50 : 190
}
