// A package in memory: files, release.json over them, and its signature by an authority of the tests' own.

import type { PackageSource } from "../../../src/release/package-files.ts"
import type { Authority, Signer } from "./authority.ts"
import { sha256, toBytes } from "./bundle-json.ts"

export const VERSION = "1.2.3"
const ISSUER = "https://issuer.test"

export const POLICY = {
  format: 1,
  trustRootDate: "2026-11-01",
  identities: [
    {
      name: "production",
      issuer: ISSUER,
      subject: "https://git.test/wardroom/.github/workflows/release.yml@refs/tags/v{version}",
      repository: "https://git.test/wardroom",
      sourceRef: "refs/tags/v{version}",
      runner: "github-hosted",
    },
    { name: "local", issuer: ISSUER, subject: "https://local.test/release@v{version}" },
  ],
  rebuilders: { needed: 1, of: new Array<object>() },
  cosigners: [],
  bundleVersions: ["0.3"],
}

export const COMMIT = "c".repeat(40)

/** Who signs for the policy's "production". */
export const PRODUCTION: Signer = {
  issuer: ISSUER,
  subject: `https://git.test/wardroom/.github/workflows/release.yml@refs/tags/v${VERSION}`,
  claims: {
    repository: "https://git.test/wardroom",
    sourceRef: `refs/tags/v${VERSION}`,
    runner: "github-hosted",
    commit: COMMIT,
  },
}

/** Who signs for the policy's "local". */
export const LOCAL: Signer = { issuer: ISSUER, subject: `https://local.test/release@v${VERSION}` }

/** The fields of release.json that a test may set. */
export type ReleaseFields = Readonly<Record<string, unknown>>

export interface PackageOptions {
  /** Besides the policy and the trust roots. */
  readonly files?: Files
  readonly release?: ReleaseFields
  readonly policy?: object
  readonly signer?: Signer
  /** Adds the authority's root as the build's own. */
  readonly isLocal?: boolean
}

/** Path → content, complete and signed. */
export type Files = ReadonlyMap<string, Uint8Array>

export const MANIFEST = { manifest_version: 3, name: "Wardroom", version: VERSION }

const FILES: Files = new Map([
  ["manifest.json", toBytes(MANIFEST)],
  ["assets/engine.js", Buffer.from("engine()")],
])

/** Signs a package whose trust root believes in `authority`. */
export async function signPackage(authority: Authority, options: PackageOptions = {}): Promise<Files> {
  const root = toBytes(authority.trustRoot())
  const own = new Map([
    ...(options.files ?? FILES),
    ["release-policy.json", toBytes(options.policy ?? POLICY)],
    ["trust-root.json", root],
    ...(options.isLocal ? ([["local-trust-root.json", root]] as const) : []),
  ])
  const release = Buffer.from(sortedJson({ ...releaseFields(own), ...options.release }))
  const signature = await authority.signArtifact(release, options.signer ?? (options.isLocal ? LOCAL : PRODUCTION))
  return new Map([...own, ["release.json", release], ["release.sigstore.json", toBytes(signature)]])
}

export function releaseFields(files: Files): ReleaseFields {
  return {
    format: 1,
    version: VERSION,
    sequence: 1,
    previous: null,
    commit: COMMIT,
    toolchain: { node: "24.21.0", npm: "11.0.0", lockfile: "0".repeat(64) },
    nextIdentity: null,
    revocations: { issued: "2026-11-21", expires: "2126-11-21", releases: [] },
    files: Object.fromEntries(Array.from(files, ([path, content]) => [path, sha256(content).toString("hex")])),
  }
}

/** JSON with its names in order: an own spelling of the canonical form, apart from the one under test. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === "object" && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  )
}

export function sourceOf(files: Files, paths: readonly string[] | null = [...files.keys()]): PackageSource {
  return { read: async (path) => files.get(path) ?? null, list: async () => paths }
}

/** The files with some changed, added or (null) taken away. */
export function changed(files: Files, changes: Readonly<Record<string, string | Uint8Array | null>>): Files {
  const next = new Map(files)
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) next.delete(path)
    else next.set(path, typeof content === "string" ? Buffer.from(content) : content)
  }
  return next
}

/** What a release of these files is called. */
export function digestOf(files: Files): string {
  return sha256(files.get("release.json") ?? Buffer.of()).toString("hex")
}
