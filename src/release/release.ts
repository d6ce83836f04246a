// release.json: what a release is. It names every file of the package by its digest, so whoever knows the digest of
// release.json knows the package.

import { sha256, toHex } from "../bytes/bytes.ts"
import { list, nullable, record, type Shape, type Shaped, ShapeError, text, textUpTo } from "../bytes/shape.ts"
import { verifyCanonical } from "./canonical-json.ts"
import { ReleaseError } from "./errors.ts"
import { BESIDE } from "./file-names.ts"
import { decodeJson, integer, mapOf } from "./json.ts"

const MAX_RELEASE_BYTES = 2 ** 20
const SHA256 = text(/^[0-9a-f]{64}$/)
const TOOL_VERSION = text(/^\d+\.\d+\.\d+$/)
const PATH = /^[^/\\]+(?:\/[^/\\]+)*$/

/** A day, or a moment in UTC. */
const moment: Shape<string> = (value, path) => {
  const found = text(/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z)?$/)(value, path)
  if (Number.isNaN(Date.parse(found))) throw new ShapeError("not-allowed", `"${path}" must be a date`)
  return found
}

const releaseShape = record({
  format: integer(1),
  version: text(/^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}$/),
  sequence: integer(1),
  previous: nullable(SHA256),
  commit: text(/^[0-9a-f]{40}$/),
  toolchain: record({ node: TOOL_VERSION, npm: TOOL_VERSION, lockfile: SHA256 }),
  nextIdentity: nullable(record({ issuer: textUpTo(500), subject: textUpTo(500) })),
  revocations: record({ issued: moment, expires: moment, releases: list(SHA256, 10_000) }),
  files: mapOf(PATH, SHA256),
})

export type Release = Shaped<typeof releaseShape>
export type Revocations = Release["revocations"]

export interface IdentifiedRelease {
  readonly release: Release
  /** The file itself. */
  readonly bytes: Uint8Array
  /** SHA-256 of release.json, hexadecimal. */
  readonly digest: string
}

/** Reads release.json; rejects with ReleaseError `release-malformed`. */
export async function identifyRelease(bytes: Uint8Array): Promise<IdentifiedRelease> {
  return { release: decodeRelease(bytes), bytes, digest: toHex(await sha256(bytes)) }
}

/** The same without its digest, at once; throws. */
export function decodeRelease(bytes: Uint8Array): Release {
  const release = decodeJson(releaseShape, bytes, MAX_RELEASE_BYTES, "release-malformed")
  verifyCanonical(bytes)
  if (release.format !== 1) throw malformed(`format must be 1, got ${release.format}`)
  if ((release.previous === null) !== (release.sequence === 1))
    throw malformed("only the first has no previous release")
  const { issued, expires } = release.revocations
  if (Date.parse(issued) >= Date.parse(expires)) throw malformed("its revocations end before they begin")
  verifyPaths(Object.keys(release.files))
  return release
}

// One file must have one name: on a disk that ignores case, or after a `..`, two names would be one file.
function verifyPaths(paths: readonly string[]): void {
  if (paths.length === 0) throw malformed("it must name the files")
  for (const path of paths) {
    if (path.split("/").some((part) => part === "." || part === "..")) throw malformed(`${path} is not normal`)
    if (BESIDE.includes(path)) throw malformed(`${path} cannot be named in it`)
  }
  if (new Set(paths.map((path) => path.toLowerCase())).size < paths.length)
    throw malformed("two paths differ in case only")
}

function malformed(message: string): ReleaseError {
  return new ReleaseError("release-malformed", message)
}
