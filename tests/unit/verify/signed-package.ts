// A small package signed by a test authority as the release workflow of a made-up owner would sign it.

import type { KeyObject } from "node:crypto"
import { LOCAL_ISSUER } from "../../../scripts/release/claims.ts"
import { rebuildStatement } from "../../../scripts/release/rebuild-statement.ts"
import { digestFiles, encodeRelease, type Release } from "../../../scripts/release/release-json.ts"
import { attest, type Claims, type LogVersion, signFile, testParty } from "../../../scripts/release/signing.ts"
import { createTestAuthority, type TestAuthority } from "../../../scripts/release/test-authority.ts"
import type { Terms } from "../../../scripts/verify/package/check-package.ts"
import { readPolicy } from "../../../scripts/verify/package/policy.ts"
import { decodeRelease, type Release as DecodedRelease } from "../../../scripts/verify/package/release-file.ts"
import type { PackageFiles } from "../../../scripts/verify/package/read-package.ts"

const COMMIT = "c0ffee".padEnd(40, "0")
const NOW = new Date("2026-06-01T00:00:00Z")

const MANIFEST = '{"manifest_version":3,"name":"Wardroom","version":"1.2.3"}'

/** The authority of a test file; its certificates are of now, since the policy says nothing about age. */
export function startAuthority(): Promise<TestAuthority> {
  return createTestAuthority()
}

export function releaseOf(files: ReadonlyMap<string, Buffer>, changes: Partial<Release> = {}): Release {
  return {
    format: 1,
    version: "1.2.3",
    sequence: 1,
    previous: null,
    commit: COMMIT,
    toolchain: { node: "24.21.0", npm: "11.19.1", lockfile: "0".repeat(64) },
    nextIdentity: null,
    revocations: { issued: "2026-01-01", expires: "2027-01-01", releases: [] },
    files: digestFiles(files),
    ...changes,
  }
}

export const FILES: PackageFiles = new Map([
  ["manifest.json", Buffer.from(MANIFEST)],
  ["background.js", Buffer.from("let a")],
  ["chunks/b.js", Buffer.from("let b")],
])

/** What GitHub says of a run of the release workflow for a tag. */
export function workflowClaims(changes: Claims = {}): Claims {
  return {
    iss: "https://token.actions.githubusercontent.com",
    sub: "https://github.com/acme/wardroom/.github/workflows/release.yml@refs/tags/v1.2.3",
    repository: "acme/wardroom",
    ref: "refs/tags/v1.2.3",
    sha: COMMIT,
    runner_environment: "github-hosted",
    ...changes,
  }
}

export interface Signing {
  readonly release?: Partial<Release>
  readonly claims?: Claims
  readonly log?: LogVersion
  readonly files?: PackageFiles
}

/** The files with a release.json about them and a signature over that. */
export async function signedPackage(authority: TestAuthority, signing: Signing = {}): Promise<Map<string, Buffer>> {
  const files = signing.files ?? FILES
  const release = encodeRelease(releaseOf(files, signing.release))
  const party = testParty(authority.services, signing.log ?? 1, signing.claims ?? workflowClaims())
  const bundle = await signFile(release, party)
  return new Map([...files, ["release.json", release], ["release.sigstore.json", bundle]])
}

export function releaseIn(files: PackageFiles): DecodedRelease {
  return decodeRelease(files.get("release.json") ?? Buffer.of())
}

/** A statement that somebody rebuilt the package's release. */
export async function rebuildOf(
  authority: TestAuthority,
  files: PackageFiles,
  who: Claims | KeyObject,
): Promise<Buffer> {
  const statement = await rebuildStatement(releaseIn(files), () => Promise.resolve(true))
  return attest(statement, testParty(authority.services, 1, who))
}

export interface PolicyChanges {
  readonly owner?: string
  readonly rebuilders?: readonly object[]
}

/** The terms of somebody who trusts the authority as the world trusts Sigstore. */
export function termsFor(authority: TestAuthority, { owner = "acme", rebuilders = [] }: PolicyChanges = {}): Terms {
  const repository = `https://github.com/${owner}/wardroom`
  const production = {
    name: "production",
    issuer: "https://token.actions.githubusercontent.com",
    subject: `${repository}/.github/workflows/release.yml@refs/tags/v{version}`,
    repository,
    sourceRef: "refs/tags/v{version}",
    runner: "github-hosted",
  }
  const local = { name: "local", issuer: LOCAL_ISSUER, subject: `${LOCAL_ISSUER}/release@v{version}` }
  const policy = {
    format: 1,
    trustRootDate: "2026-01-01",
    identities: [production, local],
    rebuilders: { needed: 1, of: rebuilders },
    cosigners: [],
    bundleVersions: ["0.3"],
  }
  return {
    policy: readPolicy(Buffer.from(JSON.stringify(policy))),
    trustRoot: authority.trustRoot,
    isLocal: false,
    known: { previous: null, previousSignature: null, newer: null },
    attestations: [],
    now: NOW,
  }
}
