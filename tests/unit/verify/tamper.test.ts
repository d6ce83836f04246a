import { afterAll, beforeAll, expect, test } from "vitest"
import { encodeRelease } from "../../../scripts/release/release-json.ts"
import { createTestAuthority, type TestAuthority } from "../../../scripts/release/test-authority.ts"
import { allChanges } from "../../tamper/changes.ts"
import { TamperLab } from "../../tamper/lab.ts"
import { toolVerdict } from "../../tamper/tool-verdict.ts"
import { releaseOf } from "./signed-package.ts"

const MANIFEST = {
  content_security_policy: { extension_pages: "script-src 'self'" },
  manifest_version: 3,
  name: "Wardroom",
  permissions: ["storage"],
  version: "1.2.3",
}

let authority: TestAuthority
let stranger: TestAuthority
let lab: TamperLab

beforeAll(async () => {
  authority = await createTestAuthority()
  stranger = await createTestAuthority()
  const files = new Map([
    ["manifest.json", Buffer.from(JSON.stringify(MANIFEST))],
    ["background.js", Buffer.from("let a")],
    ["assets/a.css", Buffer.from("a{}")],
    ["trust-root.json", Buffer.from("[]")],
    ["release-policy.json", Buffer.from('{"identities":[]}')],
    ["rules.json", Buffer.from("[{}]")],
  ])
  lab = new TamperLab(authority, new Map([...files, ["release.json", encodeRelease(releaseOf(files))]]))
})
afterAll(() => Promise.all([authority, stranger].map((one) => one[Symbol.asyncDispose]())))

test("the package is whole before anything is done to it", async () => {
  expect(await toolVerdict({ files: await lab.sign() })).toBeNull()
})

test("the tool notices every change of the tamper lab, each for what it is", async () => {
  const changes = await allChanges(lab, stranger)
  expect(changes.length).toBeGreaterThan(45)
  const said = await Promise.all(changes.map(async (change) => `${change.name}: ${await toolVerdict(change)}`))
  expect(said).toEqual(changes.map(({ name, kind }) => `${name}: ${kind}`))
})
