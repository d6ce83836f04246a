// release.json, decoded strictly (docs/release.md): what a release says it is.

import { canonicalJson, JsonReader } from "../json.ts"
import { sha256 } from "../sigstore/signature.ts"
import { demand } from "../verdict.ts"

export interface Release {
  readonly version: string
  readonly sequence: number
  readonly previous: string | null
  readonly commit: string
  readonly toolchain: { readonly node: string; readonly npm: string; readonly lockfile: string }
  readonly nextIdentity: { readonly issuer: string; readonly subject: string } | null
  readonly revocations: { readonly issued: Date; readonly expires: Date; readonly releases: readonly string[] }
  /** Path → SHA-256 in hex. */
  readonly files: ReadonlyMap<string, string>
  /** SHA-256 of release.json, in hex: the release's name. */
  readonly digest: string
}

export const RELEASE_FILE = "release.json"
export const SIGNATURE_FILE = "release.sigstore.json"
export const REBUILDS_FILE = "release.rebuilds.json"
/** These cannot name themselves in release.json. */
export const UNLISTED: readonly string[] = [RELEASE_FILE, SIGNATURE_FILE, REBUILDS_FILE]

const DIGEST = /^[0-9a-f]{64}$/
const VERSION = /^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}$/
const TOOL_VERSION = /^\d+\.\d+\.\d+$/
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{3})?Z)?$/

/** Refuses (release-malformed) anything but one spelling of a release. */
export function decodeRelease(bytes: Buffer): Release {
  const json = JsonReader.parse(bytes, RELEASE_FILE, "release-malformed")
  json.exactly(...MEMBERS)
  if (json.get("format").integer() !== 1) return json.get("format").refuse("1")
  const sequence = json.get("sequence").integer()
  const previous = json.optional("previous")?.matching(DIGEST, "64 hex digits") ?? null
  if (sequence < 1 || (sequence === 1) !== (previous === null)) {
    return json.refuse("a sequence from 1 on, with a previous digest from 2 on")
  }
  const toolchain = json.get("toolchain").exactly("node", "npm", "lockfile")
  const release = {
    version: json.get("version").matching(VERSION, "a version like 1.2.3"),
    sequence,
    previous,
    commit: json.get("commit").matching(/^[0-9a-f]{40}$/, "40 hex digits"),
    toolchain: {
      node: toolchain.get("node").matching(TOOL_VERSION, "a version"),
      npm: toolchain.get("npm").matching(TOOL_VERSION, "a version"),
      lockfile: toolchain.get("lockfile").matching(DIGEST, "64 hex digits"),
    },
    nextIdentity: readIdentity(json.optional("nextIdentity")),
    revocations: readRevocations(json.get("revocations").exactly("issued", "expires", "releases")),
    files: readFileDigests(json.get("files")),
    digest: sha256(bytes).toString("hex"),
  }
  // Last, so that everything in it is known to have a canonical form. Repeated members do not survive it either.
  const isCanonical = Buffer.from(canonicalJson(json.value)).equals(bytes)
  demand(isCanonical, "release-malformed", `${RELEASE_FILE}: expected canonical JSON`)
  return release
}

const MEMBERS = ["format", "version", "sequence", "previous", "commit", "toolchain"].concat([
  "nextIdentity",
  "revocations",
  "files",
])

function readIdentity(identity: JsonReader | null): Release["nextIdentity"] {
  if (identity === null) return null
  identity.exactly("issuer", "subject")
  return { issuer: identity.get("issuer").string(), subject: identity.get("subject").string() }
}

function readRevocations(list: JsonReader): Release["revocations"] {
  const [issued, expires] = ["issued", "expires"].map((name) => {
    const time = new Date(list.get(name).matching(DATE, "an ISO date"))
    return Number.isNaN(time.getTime()) ? list.get(name).refuse("an ISO date") : time
  })
  if (issued === undefined || expires === undefined || issued >= expires)
    return list.refuse("an expiry after the issue")
  return {
    issued,
    expires,
    releases: list
      .get("releases")
      .list()
      .map((one) => one.matching(DIGEST, "64 hex digits")),
  }
}

function readFileDigests(files: JsonReader): ReadonlyMap<string, string> {
  const paths = Object.keys(files.record())
  const folded = new Set(paths.map((path) => path.normalize("NFC").toLowerCase()))
  if (folded.size !== paths.length) return files.refuse("paths that differ in more than case")
  const wrong = paths.find((path) => !isPlainPath(path) || UNLISTED.includes(path))
  if (wrong !== undefined) return files.refuse(`plain paths, got "${wrong}"`)
  return new Map(paths.map((path) => [path, files.get(path).matching(DIGEST, "64 hex digits")]))
}

function isPlainPath(path: string): boolean {
  return !path.includes("\\") && path.split("/").every((part) => part !== "" && part !== "." && part !== "..")
}
