import { generateKeyPairSync } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { localClaims } from "../../../scripts/release/claims.ts"
import type { TestAuthority } from "../../../scripts/release/test-authority.ts"
import { checkPackage, type PackageReport, type Terms } from "../../../scripts/verify/package/check-package.ts"
import {
  FILES,
  rebuildOf,
  releaseIn,
  type Signing,
  signedPackage,
  startAuthority,
  termsFor,
  workflowClaims,
} from "./signed-package.ts"

let authority: TestAuthority
let published: ReadonlyMap<string, Buffer>

beforeAll(async () => {
  authority = await startAuthority()
  published = await signedPackage(authority)
})
afterAll(() => authority[Symbol.asyncDispose]())

type Change = readonly [path: string, content: Buffer | null]

function withChange(files: ReadonlyMap<string, Buffer>, ...changes: readonly Change[]): ReadonlyMap<string, Buffer> {
  const changed = new Map(files)
  for (const [path, content] of changes) {
    if (content === null) changed.delete(path)
    else changed.set(path, content)
  }
  return changed
}

function flipped(bytes: Buffer | undefined, at = 0): Buffer {
  const copy = Buffer.from(bytes ?? Buffer.of())
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

function check(files: ReadonlyMap<string, Buffer>, terms: Partial<Terms> = {}): PackageReport {
  return checkPackage(files, { ...termsFor(authority), ...terms })
}

async function kindOf(signing: Signing, terms: Partial<Terms> = {}): Promise<string | null> {
  return check(await signedPackage(authority, signing), terms).kind
}

test("a published package is verified, in either shape of the log", async () => {
  for (const log of [1, 2] as const) {
    const report = check(await signedPackage(authority, { log }))
    expect(report).toMatchObject({ outcome: "verified", kind: null, signature: { signer: "production" } })
    expect(report.files.map(({ verdict }) => verdict)).toEqual(["same", "same", "same"])
  }
})

describe("files", () => {
  test("every file that is another, is missing or is added is named", () => {
    for (const path of FILES.keys()) {
      expect(check(withChange(published, [path, flipped(published.get(path))])).kind, path).toBe("file-changed")
      expect(check(withChange(published, [path, null])).kind, path).toBe("file-missing")
    }
    const report = check(withChange(published, ["chunks/c.js", Buffer.of()]))
    expect(report).toMatchObject({ kind: "file-added", detail: "added: chunks/c.js" })
  })

  test("what a store adds is told apart, and is nothing else than that", () => {
    const manifest = {
      update_url: "https://clients2.google.com/service/update2/crx",
      version: "1.2.3",
      name: "Wardroom",
    }
    const rewritten = Buffer.from(JSON.stringify({ key: "AAAA", ...manifest, manifest_version: 3 }, null, 3))
    const byStore = withChange(
      published,
      ["manifest.json", rewritten],
      ["_metadata/verified_contents.json", Buffer.of()],
    )
    const report = check(byStore)
    expect(report.outcome).toBe("verified")
    expect(report.files.filter(({ verdict }) => verdict !== "same")).toEqual([
      { path: "_metadata/verified_contents.json", verdict: "added-by-store", addedKeys: [] },
      { path: "manifest.json", verdict: "changed-by-store", addedKeys: ["key", "update_url"] },
    ])
    const elsewhere = Buffer.from(
      JSON.stringify({ ...manifest, manifest_version: 3, update_url: "https://evil.example/" }),
    )
    expect(check(withChange(published, ["manifest.json", elsewhere])).kind).toBe("file-changed")
    const permissions = Buffer.from(JSON.stringify({ ...manifest, manifest_version: 3, permissions: ["tabs"] }))
    expect(check(withChange(published, ["manifest.json", permissions])).kind).toBe("file-changed")
    expect(check(withChange(published, ["_metadata/more.js", Buffer.of()])).kind).toBe("file-added")
  })
})

describe("signature", () => {
  test("a package without one is unsigned, whichever half is missing", () => {
    expect(check(FILES).kind).toBe("unsigned")
    expect(check(withChange(published, ["release.sigstore.json", null])).kind).toBe("unsigned")
    expect(check(withChange(published, ["release.json", null])).kind).toBe("unsigned")
  })

  test("a signature of another release is refused", async () => {
    const other = await signedPackage(authority, { release: { commit: "1".repeat(40) } })
    const replayed = withChange(published, ["release.sigstore.json", other.get("release.sigstore.json") ?? null])
    expect(check(replayed).kind).toBe("artifact")
  })

  test("another signer than the whole expected one is refused, prefix and suffix too", async () => {
    const { sub = "" } = workflowClaims()
    const claims = [
      { sub: `${sub}.1` },
      { sub: `https://evil.example/${sub}` },
      { sub: sub.replace("v1.2.3", "v1.2.4") },
      { sub: sub.replace("acme", "fork") },
      { sub: sub.replace("release.yml", "other.yml") },
      { iss: "https://evil.example" },
      { repository: "fork/wardroom" },
      { ref: "refs/heads/main" },
      { sha: "1".repeat(40) },
      { runner_environment: "self-hosted" },
    ]
    for (const changes of claims) {
      expect(await kindOf({ claims: workflowClaims(changes) }), JSON.stringify(changes)).toBe("identity")
    }
    expect(await kindOf({ claims: workflowClaims({}) })).toBeNull()
  })

  test("nobody is verified while the policy's owner is not filled in, not even who claims the gap", async () => {
    const { sub = "" } = workflowClaims()
    const claims = workflowClaims({ sub: sub.replace("acme", "{owner}"), repository: "{owner}/wardroom" })
    expect(await kindOf({ claims }, termsFor(authority, { owner: "{owner}" }))).toBe("identity")
  })

  test("another authority's signature is refused", async () => {
    await using other = await startAuthority()
    expect(check(await signedPackage(other)).kind).toBe("certificate")
  })

  test("a local build is whole by its own authority, and never more", async () => {
    const files = new Map([...FILES, ["local-trust-root.json", authority.trustRoot]])
    const local = await signedPackage(authority, { files, claims: localClaims("1.2.3") })
    expect(check(local, { isLocal: true })).toMatchObject({ outcome: "verified", signature: { signer: "local" } })
    expect(check(local).kind).toBe("identity")
    const posing = await signedPackage(authority, { files })
    expect(check(posing).kind).toBe("identity")
    expect(check(posing, { isLocal: true }).kind).toBe("identity")
    expect(check(published, { isLocal: true }).kind).toBe("trust-root")
  })
})

describe("history", () => {
  const second = { sequence: 2, version: "1.2.3" }

  test("a release after the previous one passes, an older one or a fork does not", async () => {
    const first = releaseIn(published)
    const known = (previous: typeof first): Partial<Terms> => ({
      known: { previous, previousSignature: null, newer: null },
    })
    const next = await signedPackage(authority, { release: { ...second, previous: first.digest } })
    expect(check(next, known(first)).kind).toBeNull()
    expect(check(published, known(first)).kind).toBeNull()
    expect(check(published, known(releaseIn(next))).kind).toBe("rolled-back")
    expect(
      await kindOf(
        { release: { commit: COMMIT_OF_FORK }, claims: workflowClaims({ sha: COMMIT_OF_FORK }) },
        known(first),
      ),
    ).toBe("forked")
    expect(await kindOf({ release: { ...second, previous: "f".repeat(64) } }, known(first))).toBe("chain-broken")
    const later = await signedPackage(authority, { release: { sequence: 4, previous: "f".repeat(64) } })
    expect(check(later, known(first))).toMatchObject({
      kind: null,
      warnings: ["2 releases lie between the previous one and this"],
    })
  })

  test("an identity announced by the previous release may sign the next one, and only then", async () => {
    const moved = { iss: "https://issuer.example", sub: "https://git.example/release@v1.2.3" }
    const nextIdentity = { issuer: moved.iss, subject: "https://git.example/release@v{version}" }
    const first = releaseIn(await signedPackage(authority, { release: { nextIdentity } }))
    const next = { release: { ...second, previous: first.digest }, claims: moved }
    expect(await kindOf(next, { known: { previous: first, previousSignature: null, newer: null } })).toBeNull()
    expect(await kindOf(next)).toBe("identity")
  })

  test("a signer that the previous release neither had nor announced is refused, be it the policy's", async () => {
    const first = check(published)
    const next = { release: { ...second, previous: releaseIn(published).digest } }
    const after = (template: { issuer: string; subject: string }): Partial<Terms> => {
      const previousSignature = first.signature && { ...first.signature, template }
      return { known: { previous: first.release, previousSignature, newer: null } }
    }
    const own = first.signature?.template ?? { issuer: "", subject: "" }
    expect(await kindOf(next, after(own))).toBeNull()
    expect(await kindOf(next, after({ ...own, subject: "https://git.example/release@v{version}" }))).toBe("identity")
  })

  test("an entry that the log took before that of the previous release is warned of", async () => {
    const { release: previous, signature } = check(published)
    const next = await signedPackage(authority, { release: { ...second, previous: previous?.digest ?? null } })
    const [entry] = check(next).signature?.verified.entries ?? []
    const warningsAfter = (logIndex: bigint): readonly string[] => {
      const entries = signature?.verified.entries.map((one) => ({ ...one, logIndex })) ?? []
      const previousSignature = signature && { ...signature, verified: { ...signature.verified, entries } }
      return check(next, { known: { previous, previousSignature, newer: null } }).warnings
    }
    const index = entry?.logIndex ?? 0n
    expect(warningsAfter(index + 1n)).toEqual(["the log took this release earlier than the previous one"])
    expect(warningsAfter(index)).toEqual([])
  })

  test("a revoked release is refused, by its own list or a newer one's, and so is an expired list", async () => {
    const { digest } = releaseIn(published)
    const revocations = { issued: "2026-02-01", expires: "2027-02-01", releases: [digest] }
    const newer = releaseIn(await signedPackage(authority, { release: { ...second, previous: digest, revocations } }))
    expect(check(published, { known: { previous: null, previousSignature: null, newer } }).kind).toBe("revoked")
    const old = { now: new Date("2027-01-02T00:00:00Z") }
    expect(check(published, old).kind).toBe("revocations-expired")
    const fresh = releaseIn(
      await signedPackage(authority, { release: { revocations: { ...revocations, releases: [] } } }),
    )
    expect(
      check(published, { ...old, known: { previous: null, previousSignature: null, newer: fresh } }).kind,
    ).toBeNull()
  })
})

describe("rebuilders", () => {
  test("those of the policy count once each, by key or identity", async () => {
    const keys = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const [issuer, subject] = ["https://issuer.example", "https://git.example/rebuild"]
    const rebuilders = [
      {
        name: "key",
        kind: "key",
        publicKey: keys.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      },
      { name: "workflow", kind: "identity", issuer, subject },
    ]
    const terms = termsFor(authority, { rebuilders })
    const byKey = await rebuildOf(authority, published, keys.privateKey)
    const byWorkflow = await rebuildOf(authority, published, { iss: issuer, sub: subject })
    const attached = withChange(published, ["release.rebuilds.json", Buffer.from(`[${byKey.toString()}]`)])
    const count = (attestations: readonly Uint8Array[], files = published): readonly string[] =>
      checkPackage(files, { ...terms, attestations }).rebuilds.confirmed
    expect(count([byKey, byWorkflow, byKey])).toEqual(["key", "workflow"])
    expect(count([], attached)).toEqual(["key"])
    const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
    expect(count([await rebuildOf(authority, published, stranger)])).toEqual([])
    const other = await signedPackage(authority, { release: { version: "1.2.4" } })
    expect(count([await rebuildOf(authority, other, keys.privateKey)])).toEqual([])
    expect(count([Buffer.from("{}")])).toEqual([])
  })
})

const COMMIT_OF_FORK = "2".repeat(40)
