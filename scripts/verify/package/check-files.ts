// The files that are there, held against those that release.json names. What a store may change is on a short list.

import { canonicalJson, hasRepeatedMember, JsonReader } from "../json.ts"
import { sha256 } from "../sigstore/signature.ts"
import { RefusalError } from "../verdict.ts"
import type { PackageFiles } from "./read-package.ts"
import { type Release, UNLISTED } from "./release-file.ts"

export type FileVerdict = "same" | "missing" | "changed" | "added" | "added-by-store" | "changed-by-store"

export interface CheckedFile {
  readonly path: string
  readonly verdict: FileVerdict
  /** The keys a store added to the manifest. */
  readonly addedKeys: readonly string[]
}

/** Files that stores and browsers put beside a package's own: known by their whole names, so that none can be loaded code. */
const STORE_FILES: readonly RegExp[] = [
  /^_metadata\/(?:verified_contents|computed_hashes)\.json$/,
  /^_metadata\/generated_indexed_rulesets\/_ruleset\d+$/,
  /^META-INF\/(?:manifest\.mf|mozilla\.(?:rsa|sf)|cose\.(?:manifest|sig))$/,
]

/** Keys that a store adds to manifest.json, each with the values it may have. */
const STORE_KEYS: ReadonlyMap<string, RegExp> = new Map([
  ["key", /^[A-Za-z0-9+/]+={0,2}$/],
  [
    "update_url",
    /^https:\/\/(?:clients2\.google\.com\/service\/update2\/crx|edge\.microsoft\.com\/extensionwebstorebase\/v1\/crx)$/,
  ],
  ["differential_fingerprint", /^[0-9a-f.]+$/],
])

const MANIFEST = "manifest.json"

/** A verdict on every file of the package and of release.json, by path. */
export function checkFiles(files: PackageFiles, release: Release): readonly CheckedFile[] {
  const paths = new Set([...release.files.keys(), ...files.keys()])
  return Array.from(paths)
    .filter((path) => !UNLISTED.includes(path))
    .sort()
    .map((path) => checkFile(path, files.get(path), release.files.get(path)))
}

function checkFile(path: string, content: Buffer | undefined, digest: string | undefined): CheckedFile {
  const checked = (verdict: FileVerdict, addedKeys: readonly string[] = []): CheckedFile => ({
    path,
    verdict,
    addedKeys,
  })
  if (content === undefined) return checked("missing")
  if (digest === undefined) return checked(STORE_FILES.some((name) => name.test(path)) ? "added-by-store" : "added")
  if (sha256(content).toString("hex") === digest) return checked("same")
  const addedKeys = path === MANIFEST ? keysAddedByStore(content, digest) : null
  return addedKeys === null ? checked("changed") : checked("changed-by-store", addedKeys)
}

/**
 * The keys without which a manifest is the released one, or null if it is another even so. Released manifests are
 * canonical JSON, so the order and spacing in which a store writes them anew do not matter.
 */
function keysAddedByStore(content: Buffer, digest: string): readonly string[] | null {
  try {
    const manifest = JsonReader.parse(content, MANIFEST, "file-changed").record()
    if (hasRepeatedMember(content.toString("utf8"), manifest)) return null // another reader may take the other one
    const added = Object.keys(manifest).filter((key) => isOfStore(key, manifest[key]))
    const rest = Object.fromEntries(Object.entries(manifest).filter(([key]) => !added.includes(key)))
    return sha256(Buffer.from(canonicalJson(rest))).toString("hex") === digest ? added : null
  } catch (error) {
    if (error instanceof RefusalError || error instanceof RangeError) return null
    throw error
  }
}

function isOfStore(key: string, value: unknown): boolean {
  return typeof value === "string" && STORE_KEYS.get(key)?.test(value) === true
}
