// A whole package, signed by an authority of the test's own, and what is noticed of each change to it.

import { describe, expect, it } from "vitest"
import {
  type Knowledge,
  type Memories,
  type VerifiedPackage,
  verifyPackage,
} from "../../../src/release/verify-package.ts"
import { newPair, openAuthority } from "../../harness/release/authority.ts"
import { spki, toBytes } from "../../harness/release/bundle-json.ts"
import {
  changed,
  COMMIT,
  digestOf,
  type Files,
  LOCAL,
  MANIFEST,
  POLICY,
  PRODUCTION,
  signPackage,
  sourceOf,
  VERSION,
} from "../../harness/release/test-package.ts"

// Not before this moment: the mock's own root certificates begin with it.
const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000)
const NOTHING: Knowledge = { memories: {}, revocations: [], attestations: [] }
const DIGEST = "d".repeat(64)

const authority = await openAuthority(NOW)
const stranger = await openAuthority(NOW)
const good = await signPackage(authority)

function verify(files: Files, known: Partial<Knowledge> = {}, listed?: readonly string[] | null) {
  return verifyPackage(sourceOf(files, listed), { ...NOTHING, ...known }, NOW)
}

async function expectFault(fault: string, ...args: Parameters<typeof verify>): Promise<void> {
  await expect(verify(...args)).rejects.toMatchObject({ name: "ReleaseError", fault })
}

describe("a good package", () => {
  it("is verified, and shows what it is", async () => {
    expect(await verify(good)).toMatchObject({
      state: "verified",
      version: VERSION,
      sequence: 1,
      commit: COMMIT,
      digest: digestOf(good),
      log: { log: "log.test" },
      signedAt: NOW,
      trustRootDate: "2026-11-01",
      rebuilds: { by: [], needed: 1, known: 0 },
      warnings: [],
      authority: "public",
      paths: expect.arrayContaining(["manifest.json", "release-policy.json"]),
      memory: { sequence: 1, digest: digestOf(good) },
    })
  })

  it("is verified where the browser lists no files", async () => {
    expect(await verify(good, {}, null)).toMatchObject({ state: "verified" })
  })
})

describe("a package without a signed release", () => {
  it.each(["release.json", "release.sigstore.json"])("is unsigned when %s is taken away", async (path) => {
    await expectFault("unsigned", changed(good, { [path]: null }))
  })
})

describe("a signature", () => {
  it("of another release is refused", async () => {
    const other = await signPackage(authority, { release: { sequence: 2, previous: DIGEST } })
    const replayed = other.get("release.sigstore.json") ?? null
    await expectFault("artifact", changed(good, { "release.sigstore.json": replayed }))
  })

  it("by another's tag, repository, issuer or machine is refused", async () => {
    const signers = [
      { ...PRODUCTION, subject: `${PRODUCTION.subject}-fork` },
      { ...PRODUCTION, subject: PRODUCTION.subject.replace(VERSION, "1.2.4") },
      { ...PRODUCTION, issuer: "https://issuer.elsewhere.test" },
      { ...PRODUCTION, claims: { ...PRODUCTION.claims, repository: "https://git.test/fork" } },
      { ...PRODUCTION, claims: { ...PRODUCTION.claims, runner: "self-hosted" } },
      { ...PRODUCTION, claims: { ...PRODUCTION.claims, commit: "e".repeat(40) } },
    ]
    for (const signer of signers) await expectFault("identity", await signPackage(authority, { signer }))
  })

  it("by a stranger's authority is refused", async () => {
    const signed = await signPackage(stranger)
    await expectFault("certificate", changed(signed, { "trust-root.json": toBytes(authority.trustRoot()) }))
  })

  it("by the identity of local builds is refused without a root of the build's own", async () => {
    await expectFault("identity", await signPackage(authority, { signer: LOCAL }))
  })

  it("by an identity whose owner stands open is refused", async () => {
    const subject = "https://git.test/{owner}/release.yml@refs/tags/v{version}"
    const identities = POLICY.identities.map((identity) => ({ ...identity, subject }))
    const policy = { ...POLICY, identities }
    const signer = { ...PRODUCTION, subject: subject.replace("{version}", VERSION) }
    await expectFault("identity", await signPackage(authority, { policy, signer }))
  })
})

function memoriesOf({ authority, memory }: VerifiedPackage): Memories {
  return { [authority]: memory }
}

describe("another identity than the policy's", () => {
  const next = { issuer: "https://issuer.test", subject: "https://git.test/elsewhere/release.yml@refs/tags/v{version}" }
  const signer = { issuer: next.issuer, subject: next.subject.replace("{version}", VERSION) }

  it("is taken once a release seen before announced it, and from then on", async () => {
    const announcing = await signPackage(authority, { release: { nextIdentity: next } })
    const memories = memoriesOf(await verify(announcing))
    const second = await signPackage(authority, { signer, release: { sequence: 2, previous: digestOf(announcing) } })
    const seen = await verify(second, { memories })
    expect(seen).toMatchObject({ authority: "public", memory: { sequence: 2, signer: next } })
    const third = await signPackage(authority, { signer, release: { sequence: 3, previous: digestOf(second) } })
    expect(await verify(third, { memories: memoriesOf(seen) })).toMatchObject({ sequence: 3 })
    await expectFault("identity", second)
  })
})

describe("a local build", () => {
  it("is local, never verified", async () => {
    expect(await verify(await signPackage(authority, { isLocal: true }))).toMatchObject({ state: "local" })
  })

  it("is not verified by the publisher's identity either", async () => {
    await expectFault("identity", await signPackage(authority, { isLocal: true, signer: PRODUCTION }))
  })

  it("is remembered apart from the publisher's releases", async () => {
    const published = await verify(await signPackage(authority, { release: { sequence: 9, previous: DIGEST } }))
    const local = await verify(await signPackage(authority, { isLocal: true }), { memories: memoriesOf(published) })
    expect(local.memory.sequence).toBe(1)
    expect(local.authority).not.toBe(published.authority)
  })
})

describe("the policy and the trust root", () => {
  it("must be there", async () => {
    await expectFault("policy", changed(good, { "release-policy.json": null }))
    await expectFault("trust-root", changed(good, { "trust-root.json": null }))
  })

  it.each([
    ["is not JSON", "{"],
    ["is of another format", toBytes({ ...POLICY, format: 2 })],
    ["asks for witnesses, which nobody checks", toBytes({ ...POLICY, cosigners: ["w"] })],
    ["asks for no rebuilder", toBytes({ ...POLICY, rebuilders: { needed: 0, of: [] } })],
    [
      "names a repository without a machine",
      toBytes({ ...POLICY, identities: [{ ...POLICY.identities[1], repository: "r" }] }),
    ],
  ])("are refused where the policy %s", async (_, policy) => {
    await expectFault("policy", changed(good, { "release-policy.json": policy }))
  })
})

describe("a file", () => {
  it.each(Array.from(good.keys()).filter((path) => path === "assets/engine.js" || path === "manifest.json"))(
    "%s is noticed when a byte of it changes or it is gone",
    async (path) => {
      const bytes = Buffer.from(good.get(path) ?? Buffer.of())
      bytes[0] = (bytes[0] ?? 0) ^ 1
      await expectFault("file-changed", changed(good, { [path]: bytes }))
      await expectFault("file-missing", changed(good, { [path]: null }))
    },
  )

  it("of the verification itself is noticed when a byte changes that means nothing", async () => {
    const policy = Buffer.concat([toBytes(POLICY), Buffer.from(" ")])
    await expectFault("file-changed", changed(good, { "release-policy.json": policy }))
  })

  it("that the release does not name is noticed", async () => {
    await expectFault("file-added", changed(good, { "assets/more.js": "more()" }))
    await expectFault("file-added", changed(good, { "_metadata/more.js": "more()" }))
    await expectFault("file-added", changed(good, { "META-INF/manifest.mf.js": "more()" }))
  })

  it("that a browser, a store or a rebuilder put there is let through", async () => {
    const added = {
      "_metadata/verified_contents.json": "{}",
      "META-INF/manifest.mf": "",
      "release.rebuilds.json": "[]",
    }
    expect(await verify(changed(good, added))).toMatchObject({ state: "verified" })
  })

  it("is named with what is wrong, a missing one first", async () => {
    const broken = changed(good, { "manifest.json": "{}", "assets/engine.js": null, "a.js": "" })
    await expect(verify(broken)).rejects.toThrow("assets/engine.js")
  })
})

describe("the manifest", () => {
  const update_url = "https://clients2.google.com/service/update2/crx"

  it("may have what a store adds to it", async () => {
    const added = JSON.stringify({ update_url, ...MANIFEST, key: "k", differential_fingerprint: "1.a" }, null, 3)
    expect(await verify(changed(good, { "manifest.json": added }))).toMatchObject({ state: "verified" })
  })

  it.each([
    ["updates from elsewhere", { ...MANIFEST, update_url: "https://updates.test/" }],
    ["updates from a place that begins like a store", { ...MANIFEST, update_url: `${update_url}.test` }],
    ["a store's key with a value that is none", { ...MANIFEST, key: "<script>" }],
    ["a fraction", { ...MANIFEST, minimum: 0.5 }],
    ["another permission", { ...MANIFEST, permissions: ["tabs"] }],
    ["another version", { ...MANIFEST, version: "1.2.4", update_url }],
  ])("may not have %s", async (_, manifest) => {
    await expectFault("file-changed", changed(good, { "manifest.json": toBytes(manifest) }))
  })
})

function statementOf(digest: string, predicate: object = { commit: COMMIT, reproduced: true }) {
  const subject = [{ name: "release.json", digest: { sha256: digest } }]
  const predicateType = "urn:wardroom:rebuild:1"
  return { _type: "https://in-toto.io/Statement/v1", subject, predicateType, predicate }
}

describe("rebuilders", () => {
  const pairs = [newPair(), newPair(), newPair()] as const
  const of = pairs.map((pair, index) => ({
    name: `rebuilder ${index}`,
    kind: "key",
    publicKey: spki(pair.publicKey).toString("base64"),
  }))
  const policy = { ...POLICY, rebuilders: { needed: 2, of } }
  it("count by name, each once, those of the policy alone", async () => {
    const files = await signPackage(authority, { policy })
    const statement = statementOf(digestOf(files))
    const attestations = await Promise.all(
      [pairs[0], pairs[0], pairs[2], newPair()].map(async (pair) => toBytes(await authority.attest(statement, pair))),
    )
    const { rebuilds } = await verify(files, { attestations })
    expect(rebuilds).toEqual({ by: ["rebuilder 0", "rebuilder 2"], needed: 2, known: 3 })
  })

  it.each([
    ["of another release", statementOf(DIGEST)],
    ["of another commit", { commit: "e".repeat(40), reproduced: true }],
    ["that it was not reproduced", { commit: COMMIT, reproduced: false }],
    ["that says nothing", {}],
  ])("do not count with an attestation %s", async (_, what) => {
    const files = await signPackage(authority, { policy })
    const statement = "subject" in what ? what : statementOf(digestOf(files), what)
    const attestations = [Buffer.from("{}"), toBytes(await authority.attest(statement, pairs[0]))]
    expect((await verify(files, { attestations })).rebuilds.by).toEqual([])
  })

  it("count from the package, where what cannot be read counts for nobody", async () => {
    const files = await signPackage(authority, { policy })
    const attestation = await authority.attest(statementOf(digestOf(files)), pairs[1])
    const rebuilds = toBytes([{}, attestation])
    const counted = await verify(changed(files, { "release.rebuilds.json": rebuilds }))
    expect(counted.rebuilds.by).toEqual(["rebuilder 1"])
    for (const broken of ["", "{}", "[1]"]) {
      const none = await verify(changed(files, { "release.rebuilds.json": broken }))
      expect(none.rebuilds.by).toEqual([])
    }
  })

  it("may be identities", async () => {
    const identity = {
      name: "by name",
      kind: "identity",
      issuer: "https://issuer.test",
      subject: "https://rebuilder.test/",
    }
    const byName = { ...POLICY, rebuilders: { needed: 1, of: [identity] } }
    const files = await signPackage(authority, { policy: byName })
    expect((await verify(files)).rebuilds).toEqual({ by: [], needed: 1, known: 1 })
    const statement = statementOf(digestOf(files))
    const attestation = toBytes(
      await authority.attest(statement, newPair(), { issuer: identity.issuer, subject: identity.subject }),
    )
    expect((await verify(files, { attestations: [attestation] })).rebuilds.by).toEqual(["by name"])
  })
})
