// What a thief of a store account, or of the network, may put into a package to be read in two ways.

import { afterAll, beforeAll, expect, test } from "vitest"
import type { TestAuthority } from "../../../scripts/release/test-authority.ts"
import { checkPackage, type PackageReport } from "../../../scripts/verify/package/check-package.ts"
import { reportAsText } from "../../../scripts/verify/report.ts"
import { releaseIn, signedPackage, startAuthority, termsFor } from "./signed-package.ts"

let authority: TestAuthority
let published: ReadonlyMap<string, Buffer>

beforeAll(async () => {
  authority = await startAuthority()
  published = await signedPackage(authority)
})
afterAll(() => authority[Symbol.asyncDispose]())

function checkWith(path: string, content: string | Buffer): PackageReport {
  return checkPackage(new Map([...published, [path, Buffer.from(content)]]), termsFor(authority))
}

function rebuildLineOf(report: PackageReport): string | undefined {
  return reportAsText("a.zip", report, true)
    .split("\n")
    .find((line) => line.includes("rebuilt here"))
}

test("a manifest is the released one only if no reader could take it for another", () => {
  const own = published.get("manifest.json")?.toString() ?? ""
  const kindWith = (start: string): string | null => checkWith("manifest.json", own.replace("{", start)).kind
  expect(kindWith('{ "key": "AAAA",')).toBeNull()
  const others = [
    '{"version":"9.9.9",',
    '{"key":"AAAA","key":"BBBB",',
    '{"__proto__":{"permissions":["tabs"]},',
    '{"toString":"a",',
    '{"constructor":{},',
    '{"key":["AAAA"],',
    '{"key":"AAAA\\n",',
    '{"key":{"toString":"AAAA"},',
    '{"update_url":"https://clients2.google.com/service/update2/crx#",',
    '{"background":{"scripts":["a","a:b"]},',
  ]
  expect(others.map((start) => `${start} ${kindWith(start)}`)).toEqual(others.map((start) => `${start} file-changed`))
  for (const other of [`${own}{}`, `${own}\0`, `[${own}]`, "", "[".repeat(200_000), own.replace("3", "3.5")])
    expect(checkWith("manifest.json", other).kind).toBe("file-changed")
  expect(checkWith("manifest.json", own.replace('"manifest_version":3', '"manifest_version": 3.0')).kind).toBeNull()
})

test("only whole names of a store's files are a store's", () => {
  const strangers = [
    "_metadata/verified_contents.json.js",
    "_metadata/verified_contents.json\n",
    "_metadata/verified_contents.JSON",
    "_metadata/../background.js",
    "_metadata/generated_indexed_rulesets/_ruleset1/a.js",
    "_metadata/generated_indexed_rulesets/_ruleset１",
    "x/_metadata/verified_contents.json",
    "META-INF/mozilla.rsa/a",
    "meta-inf/mozilla.rsa",
    "release.json ",
    "Release.json",
  ]
  expect(strangers.map((path) => `${path} ${checkWith(path, "").kind}`)).toEqual(
    strangers.map((path) => `${path} file-added`),
  )
  expect(checkWith("_metadata/generated_indexed_rulesets/_ruleset12", "").kind).toBeNull()
})

test("whatever stands in the file of rebuilds, which nobody signs, is no reason to refuse or to give up", () => {
  const many = JSON.stringify(Array.from({ length: 1000 }, () => ({})))
  const texts = [
    "",
    "{",
    "{}",
    "[1,null,[],{}]",
    "[".repeat(100_000) + "]".repeat(100_000),
    many,
    " ".repeat(3_000_000),
  ]
  for (const text of texts) expect(checkWith("release.rebuilds.json", text)).toMatchObject({ kind: null })
})

test("a report shows names as they are and does what none of them says", () => {
  const name = "a\x1b[2J\u202e\u2028\nb.js: verified release"
  const report = checkWith(name, "")
  expect(report.kind).toBe("file-added")
  const text = reportAsText("a.zip", report, null)
  expect(text).toContain(String.raw`a\u{1b}[2J\u{202e}\u{2028}\u{a}b.js`)
  expect(text).not.toMatch(/[\x1b\u202e\u2028]|^b\.js/m) // oxlint-disable-line no-control-regex -- it is what must not be there
})

test("a rebuild that gives the release's bytes is not said to give those of a package that has others", () => {
  expect(rebuildLineOf(checkPackage(published, termsFor(authority)))).toMatch(/the same bytes$/)
  expect(rebuildLineOf(checkWith("background.js", "let evil"))).toMatch(/which this package's are not$/)
})

test("the newest list of revoked releases counts, also when it stands in the release given as the previous one", async () => {
  const { digest } = releaseIn(published)
  const revocations = { issued: "2026-02-01", expires: "2027-02-01", releases: [digest] }
  const next = releaseIn(await signedPackage(authority, { release: { sequence: 2, previous: digest, revocations } }))
  const terms = termsFor(authority)
  const kindOf = (known: typeof terms.known): string | null => checkPackage(published, { ...terms, known }).kind
  expect(kindOf({ previous: next, previousSignature: null, newer: null })).toBe("revoked")
  const unrevoked = { ...next, revocations: { ...next.revocations, releases: [] } }
  expect(kindOf({ previous: unrevoked, previousSignature: null, newer: null })).toBe("rolled-back")
})
