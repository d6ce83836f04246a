import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { encodeRelease } from "../../../scripts/release/release-json.ts"
import { createTestAuthority, type TestAuthority } from "../../../scripts/release/test-authority.ts"
import { PROJECT_FOLDER } from "../../../scripts/toolchain/machine.ts"
import { ReleaseError } from "../../../src/release/errors.ts"
import { type Knowledge, verifyPackage } from "../../../src/release/verify-package.ts"
import { sourceOf } from "../../harness/release/test-package.ts"
import { allChanges, type Change } from "../../tamper/changes.ts"
import { type Files, TamperLab } from "../../tamper/lab.ts"
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
    ["trust-root.json", await readPublic("trust-root.json")],
    ["release-policy.json", await readPublic("release-policy.json")],
    ["rules.json", Buffer.from("[{}]")],
  ])
  lab = new TamperLab(authority, new Map([...files, ["release.json", encodeRelease(releaseOf(files))]]))
})
afterAll(() => Promise.all([authority, stranger].map((one) => one[Symbol.asyncDispose]())))

function readPublic(name: string): Promise<Buffer> {
  return readFile(join(PROJECT_FOLDER, "public", name))
}

const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }

/** What the extension's verifier says, here in Node. */
async function extensionVerdict({ files, seen }: Pick<Change, "files" | "seen">): Promise<string | null> {
  try {
    const known = seen === undefined ? NOTHING : await knowledgeOf(seen)
    await verifyPackage(sourceOf(files), known, new Date())
    return null
  } catch (error) {
    if (error instanceof ReleaseError) return error.fault
    throw error
  }
}

async function knowledgeOf(seen: Files): Promise<Knowledge> {
  const { authority, memory, revocations } = await verifyPackage(sourceOf(seen), NOTHING, new Date())
  return { ...NOTHING, memories: { [authority]: memory }, revocations: [{ authority, list: revocations }] }
}

test("the package is whole before anything is done to it", async () => {
  expect(await toolVerdict({ files: await lab.sign() })).toBeNull()
})

test("the tool notices every change of the tamper lab, each for what it is", async () => {
  const changes = await allChanges(lab, stranger)
  expect(changes.length).toBeGreaterThan(45)
  const said = await Promise.all(changes.map(async (change) => `${change.name}: ${await toolVerdict(change)}`))
  expect(said).toEqual(changes.map(({ name, kind }) => `${name}: ${kind}`))
})

/** The extension reads its own trust root before it can compare it with the release, and believes its own policy. */
const OTHERWISE: ReadonlyMap<string, string | null> = new Map([
  ["another trust root of its own", "trust-root"],
  ["another publisher's policy, trust root and signature", null],
])

test("the extension's verifier says the same of every change, but for what only an outsider can", async () => {
  expect(await extensionVerdict({ files: await lab.sign() })).toBeNull()
  const changes = await allChanges(lab, stranger)
  const said = await Promise.all(changes.map(async (change) => [change.name, await extensionVerdict(change)]))
  expect(said).toEqual(changes.map(({ name, kind }) => [name, OTHERWISE.has(name) ? OTHERWISE.get(name) : kind]))
})
