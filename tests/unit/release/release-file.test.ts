// release.json, read strictly: one spelling, one name for each file, nothing left out and nothing more.

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { encodeCanonicalJson } from "../../../src/release/canonical-json.ts"
import { decodeRelease, identifyRelease } from "../../../src/release/release.ts"
import { sha256 } from "../../harness/release/bundle-json.ts"
import { releaseFields, type ReleaseFields, sortedJson } from "../../harness/release/test-package.ts"

const FIELDS = releaseFields(new Map([["a.js", Buffer.from("a")]]))
const HASH = "0".repeat(64)

function decode(fields: ReleaseFields) {
  return decodeRelease(Buffer.from(sortedJson({ ...FIELDS, ...fields })))
}

function expectMalformed(read: () => unknown): void {
  expect(read).toThrow(expect.objectContaining({ name: "ReleaseError", fault: "release-malformed" }))
}

describe("release.json", () => {
  it("is read, and known by its digest", async () => {
    const bytes = Buffer.from(sortedJson(FIELDS))
    const digest = sha256(bytes).toString("hex")
    expect(await identifyRelease(bytes)).toEqual({ release: FIELDS, bytes, digest })
    await expect(identifyRelease(Buffer.from("{"))).rejects.toMatchObject({ fault: "release-malformed" })
  })

  it("is refused in any other spelling", () => {
    const good = sortedJson(FIELDS)
    const spellings = [
      JSON.stringify(FIELDS),
      `${good}\n`,
      ` ${good}`,
      good.replace('"format":1', '"format":1.0'),
      good.replace('"format":1', '"format":1,"format":1'),
      good.replace("a.js", String.raw`\u0061.js`),
    ]
    for (const spelling of spellings) expectMalformed(() => decodeRelease(Buffer.from(spelling)))
    expect(decodeRelease(Buffer.from(good))).toEqual(FIELDS)
  })

  it("is refused when it is no JSON in UTF-8, or longer than any", () => {
    expectMalformed(() => decodeRelease(Buffer.of(0xff)))
    expectMalformed(() => decodeRelease(Buffer.from("{")))
    expectMalformed(() => decodeRelease(Buffer.alloc(2 ** 20 + 1, 0x20)))
  })

  it.each(Object.keys(FIELDS))("is refused without %s", (name) => {
    expectMalformed(() => decode({ [name]: undefined }))
  })

  it.each([
    ["another format", { format: 2 }],
    ["a field that is not known", { more: 1 }],
    ["a version that is none", { version: "1.2" }],
    ["a version with a zero too many", { version: "1.02.3" }],
    ["a sequence below one", { sequence: 0, previous: null }],
    ["a fraction of a sequence", { sequence: 1.5, previous: HASH }],
    ["a first release that has one before it", { previous: HASH }],
    ["a later release that has none before it", { sequence: 2 }],
    ["a commit that is abbreviated", { commit: "abc" }],
    ["a date that is none", { revocations: { issued: "2026-13-01", expires: "2027-01-01", releases: [] } }],
    [
      "revocations that end before they begin",
      { revocations: { issued: "2026-12-01", expires: "2026-12-01", releases: [] } },
    ],
    ["a tool without a version", { toolchain: { node: "latest", npm: "11.0.0", lockfile: HASH } }],
    ["a digest in capitals", { files: { "a.js": "A".repeat(64) } }],
    ["no file", { files: {} }],
  ])("is refused with %s", (_, fields) => {
    expectMalformed(() => decode(fields))
  })

  it.each(["../a", "a/../b", "./a", "/a", "a//b", "a/", "a\\b", "", "release.json", "release.sigstore.json"])(
    "is refused with a file called %j",
    (path) => {
      expectMalformed(() => decode({ files: { [path]: HASH } }))
    },
  )

  it("is refused with two paths that differ in case alone", () => {
    expectMalformed(() => decode({ files: { "a.js": HASH, "A.js": HASH } }))
    expect(decode({ files: { "a.js": HASH, "b.js": HASH } }).files).toEqual({ "a.js": HASH, "b.js": HASH })
  })
})

describe("the canonical form", () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.maxSafeInteger().map((value) => (Object.is(value, -0) ? 0 : value)),
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string({ unit: "grapheme-ascii", maxLength: 3 }), tie("value"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  }))

  it("is read back as the same value, and spelled the same again", () => {
    fc.assert(
      fc.property(json.value, (value) => {
        const bytes = encodeCanonicalJson(value as never)
        const again = JSON.parse(Buffer.from(bytes).toString("utf8"))
        expect(again).toEqual(value)
        expect(encodeCanonicalJson(again)).toEqual(bytes)
      }),
      { numRuns: 50 },
    )
  })

  it("has its names in the order of their code points, not of their UTF-16 units", () => {
    const bytes = encodeCanonicalJson({ "\u{1f600}": 1, "\uffee": 2, b: 3, a: 4 })
    expect(Buffer.from(bytes).toString("utf8")).toBe('{"a":4,"b":3,"\uffee":2,"\u{1f600}":1}')
  })

  it("has no fractions, and nothing that JSON has not", () => {
    expect(() => encodeCanonicalJson(0.5)).toThrow(RangeError)
    expect(() => encodeCanonicalJson(2 ** 53)).toThrow(RangeError)
    expect(() => encodeCanonicalJson(1n)).toThrow(TypeError)
    expect(() => encodeCanonicalJson(Uint8Array.of(1))).toThrow(TypeError)
  })
})
