import { expect, test } from "vitest"
import { encodeRelease, type Release } from "../../../scripts/release/release-json.ts"
import { decodeRelease } from "../../../scripts/verify/package/release-file.ts"
import { RefusalError } from "../../../scripts/verify/verdict.ts"
import { FILES, releaseOf } from "./signed-package.ts"

const DIGEST = "a".repeat(64)
const good = releaseOf(FILES)

function faultOf(bytes: Buffer): string | null {
  try {
    decodeRelease(bytes)
    return null
  } catch (error) {
    return error instanceof RefusalError ? error.fault : String(error)
  }
}

test("a release comes out as it went in", () => {
  const second: Release = { ...good, sequence: 2, previous: DIGEST, nextIdentity: { issuer: "i", subject: "s" } }
  expect(decodeRelease(encodeRelease(good))).toMatchObject({ version: "1.2.3", sequence: 1, previous: null })
  const decoded = decodeRelease(encodeRelease(second))
  expect(decoded).toMatchObject({ previous: DIGEST, nextIdentity: second.nextIdentity, commit: good.commit })
  expect(Object.fromEntries(decoded.files)).toEqual(good.files)
})

test("members that are wrong, missing or unknown are refused", () => {
  const wrong: readonly object[] = [
    { format: 2 },
    { version: "1.2" },
    { version: "01.2.3" },
    { sequence: 0 },
    { sequence: 2 },
    { previous: DIGEST },
    { sequence: 2, previous: DIGEST.toUpperCase() },
    { commit: "c0ffee" },
    { toolchain: { node: "24", npm: "11.0.0", lockfile: DIGEST } },
    { nextIdentity: { issuer: "i" } },
    { revocations: { issued: "2026-01-01", expires: "2026-01-01", releases: [] } },
    { revocations: { issued: "soon", expires: "2026-01-01", releases: [] } },
    { revocations: { issued: "2026-01-01", expires: "2027-01-01", releases: ["a"] } },
    { files: { "a.js": "abc" } },
    { more: 1 },
  ]
  for (const change of wrong) {
    expect(faultOf(encodeRelease({ ...good, ...change })), JSON.stringify(change)).toBe("release-malformed")
  }
  const { files: _, ...less } = good
  expect(faultOf(Buffer.from(JSON.stringify(less)))).toBe("release-malformed")
})

test("paths that lead elsewhere, or differ in case only, are refused", () => {
  for (const path of ["../a", "/a", "a//b", "./a", "a/..", "a\\b", "", "release.json", "release.sigstore.json"]) {
    expect(faultOf(encodeRelease({ ...good, files: { [path]: DIGEST } })), path).toBe("release-malformed")
  }
  expect(faultOf(encodeRelease({ ...good, files: { "a.js": DIGEST, "A.js": DIGEST } }))).toBe("release-malformed")
  expect(faultOf(encodeRelease({ ...good, files: { "a/b.js": DIGEST, "A.css": DIGEST } }))).toBeNull()
})

test("there is one spelling of a release", () => {
  const text = encodeRelease(good).toString()
  for (const other of [`${text}\n`, text.replace(":", ": "), `\ufeff${text}`, text.replace("1.2.3", "\\u0031.2.3")]) {
    expect(faultOf(Buffer.from(other))).toBe("release-malformed")
  }
  const twice = text.replace('"format":1', '"format":2,"format":1')
  expect(twice).not.toBe(text)
  expect(faultOf(Buffer.from(twice))).toBe("release-malformed")
  expect(faultOf(Buffer.from(text))).toBeNull()
})
