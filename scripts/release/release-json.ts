// release.json: what a release is, file by file; its signature covers all of them (docs/release.md).

import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { canonicalJson } from "../verify/json.ts"

/** Beside the files it names: itself, its signature, and the rebuilds that others attest. */
export const RELEASE_FILE = "release.json"
export const SIGNATURE_FILE = "release.sigstore.json"
export const REBUILDS_FILE = "release.rebuilds.json"

/** The part that is written by hand, by the commit that prepares a release (next-release.json). */
export interface NextRelease {
  readonly sequence: number
  /** SHA-256 of the previous release.json, in hex; null for the first. */
  readonly previous: string | null
  /** Who signs from the next release on, announced at least one release before. */
  readonly nextIdentity: { readonly issuer: string; readonly subject: string } | null
  readonly revocations: { readonly issued: string; readonly expires: string; readonly releases: readonly string[] }
}

export interface Release extends NextRelease {
  readonly format: 1
  readonly version: string
  readonly commit: string
  readonly toolchain: { readonly node: string; readonly npm: string; readonly lockfile: string }
  /** Path → SHA-256 in hex, of every file but the three above. */
  readonly files: Readonly<Record<string, string>>
}

/** The bytes of release.json: canonical JSON, without a final newline. */
export function encodeRelease(release: Release): Buffer {
  return Buffer.from(canonicalJson(release))
}

/** Every file below a folder: path with `/` → content. */
export async function readFiles(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.sort().map(async (path) => {
    return [relative(folder, path).replaceAll(sep, "/"), await readFile(path)] as const
  })
  return new Map(await Promise.all(files))
}

/** The digests that release.json holds of a package's files. */
export function digestFiles(files: ReadonlyMap<string, Uint8Array>): Readonly<Record<string, string>> {
  const beside = [RELEASE_FILE, SIGNATURE_FILE, REBUILDS_FILE]
  const listed = Array.from(files).filter(([path]) => !beside.includes(path))
  return Object.fromEntries(listed.map(([path, content]) => [path, sha256Hex(content)]))
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}
