import { describe, expect, it } from "vitest"
import { randomBytes } from "../../../src/bytes/bytes.ts"
import { encodePairwiseQr, judgePairwiseQr, type Pair } from "../../../src/people/pairwise-qr.ts"

const [ana, ben, digest] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const
const ANAS: Pair = { you: ana, them: ben, digest }
const BENS: Pair = { you: ben, them: ana, digest }

describe("a pairwise QR code", () => {
  it("matches when the other person's is scanned, either way", () => {
    expect(judgePairwiseQr(encodePairwiseQr(BENS), ANAS)).toBe("match")
    expect(judgePairwiseQr(encodePairwiseQr(ANAS), BENS)).toBe("match")
  })

  it("proves nothing when it is one's own", () => {
    expect(judgePairwiseQr(encodePairwiseQr(ANAS), ANAS)).toBe("your-own")
  })

  it("differs where any bit of the digest does", () => {
    const other = digest.with(31, (digest[31] ?? 0) ^ 1)
    expect(judgePairwiseQr(encodePairwiseQr({ ...BENS, digest: other }), ANAS)).toBe("differs")
  })

  it("holds characters that QR codes hold best", () => {
    expect(encodePairwiseQr(ANAS)).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
  })

  it.each([
    ["nothing", () => ""],
    ["a link", () => "https://meet.example/join/id-AAAAAAAAAA"],
    ["another version", () => encodePairwiseQr(BENS).replace("WARDROOM:01", "WARDROOM:02")],
    ["a side that there is not", () => encodePairwiseQr(BENS).replace(/WARDROOM:010./, "WARDROOM:0102")],
    ["small letters", () => encodePairwiseQr(BENS).toLowerCase()],
    ["a byte too few", () => encodePairwiseQr(BENS).slice(0, -2)],
    ["a byte too many", () => `${encodePairwiseQr(BENS)}00`],
  ])("is none where it holds %s", (_what, content) => {
    expect(judgePairwiseQr(content(), ANAS)).toBe("not-a-code")
  })
})
