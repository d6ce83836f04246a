// The built extension as releases of a test authority: the package itself, signed, in a folder of its own to be loaded
// unpacked under the id that all builds for development have.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { localClaims } from "../../../scripts/release/claims.ts"
import {
  digestFiles,
  encodeRelease,
  readFiles,
  type Release,
  sha256Hex,
} from "../../../scripts/release/release-json.ts"
import { signFile, testParty } from "../../../scripts/release/signing.ts"
import type { TestAuthority } from "../../../scripts/release/test-authority.ts"
import { BUILT_EXTENSION } from "../browser.ts"

export interface SignedExtension extends AsyncDisposable {
  readonly folder: string
  /** SHA-256 of its release.json, hexadecimal. */
  readonly digest: string
}

/** The fields of release.json by which releases differ. */
export type ReleaseOf = Pick<Release, "version" | "sequence" | "previous">

/** Signs the built extension; `tamper` changes its files afterwards. */
export async function signExtension(
  authority: TestAuthority,
  { version, sequence, previous }: ReleaseOf,
  tamper: (files: Map<string, Buffer>) => void = () => {},
): Promise<SignedExtension> {
  const built = Array.from(await readFiles(BUILT_EXTENSION)).filter(([path]) => !path.startsWith("_metadata/"))
  const files = new Map([...built, ["local-trust-root.json", authority.trustRoot] as const])
  files.set("manifest.json", withVersion(files.get("manifest.json"), version))
  const release = encodeRelease({
    format: 1,
    version,
    sequence,
    previous,
    commit: "0".repeat(40),
    toolchain: { node: "24.21.0", npm: "11.19.1", lockfile: "0".repeat(64) },
    nextIdentity: null,
    revocations: { issued: "2026-11-21", expires: "2126-11-21", releases: [] },
    files: digestFiles(files),
  })
  files.set("release.json", release)
  files.set("release.sigstore.json", await signFile(release, testParty(authority.services, 1, localClaims(version))))
  tamper(files)
  const folder = await mkdtemp(join(tmpdir(), "wardroom-signed-"))
  for (const [path, content] of files) {
    await mkdir(join(folder, dirname(path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return {
    folder,
    digest: sha256Hex(release),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

function withVersion(manifest: Buffer | undefined, version: string): Buffer {
  const fields: Record<string, unknown> = JSON.parse(manifest?.toString("utf8") ?? "")
  return Buffer.from(JSON.stringify({ ...fields, version }))
}
