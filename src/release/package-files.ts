// Are the package's files those that the release names? Each is read as the browser serves it and hashed.

import { fromUtf8, sha256, toHex, utf8 } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { ReleaseError } from "./errors.ts"
import { BESIDE, type Release } from "./release.ts"

/** The package as it is installed. */
export interface PackageSource {
  /** A file's bytes; null: it is not there. */
  read(path: string): Promise<Uint8Array | null>
  /** All paths of the package; null: the browser does not list them. */
  list(): Promise<readonly string[] | null>
}

const MANIFEST = "manifest.json"
const MAX_NAMED = 5

/** Made by browsers and stores, reserved for them, and loaded by no page. */
const STORE_FOLDERS = ["_metadata/", "META-INF/"]

/** What stores put into the manifest: where updates come from, and marks of theirs. */
const STORE_UPDATE_URLS = [
  "https://clients2.google.com/service/update2/crx",
  "https://edge.microsoft.com/extensionwebstorebase/v1/crx",
]
const STORE_KEYS = ["differential_fingerprint", "key"]

/** Checks all files; throws ReleaseError `file-missing`, `file-changed`, `file-added`, in this order. */
export async function verifyFiles({ files }: Release, source: PackageSource): Promise<void> {
  const states = await Promise.all(
    Object.entries(files).map(async ([path, digest]) => ({ path, state: await stateOf(path, digest, source) })),
  )
  const are = (wanted: State) => states.filter(({ state }) => state === wanted).map(({ path }) => path)
  refuse("file-missing", are("missing"))
  refuse("file-changed", are("changed"))
  const listed = (await source.list()) ?? []
  refuse(
    "file-added",
    listed.filter((path) => !Object.hasOwn(files, path) && !isOfStore(path)),
  )
}

type State = "same" | "missing" | "changed"

async function stateOf(path: string, digest: string, source: PackageSource): Promise<State> {
  const bytes = await source.read(path)
  if (!bytes) return "missing"
  if ((await hashOf(bytes)) === digest) return "same"
  const original = path === MANIFEST ? withoutStoreKeys(bytes) : null
  return original && (await hashOf(original)) === digest ? "same" : "changed"
}

// As our build writes it: without white space, in the order of the keys. Null: it cannot have been ours.
function withoutStoreKeys(bytes: Uint8Array): Uint8Array | null {
  const manifest = parse(bytes)
  if (typeof manifest !== "object" || manifest === null) return null
  const updateUrl = "update_url" in manifest ? manifest["update_url"] : null
  const isOfAStore = updateUrl === null || STORE_UPDATE_URLS.some((url) => url === updateUrl)
  if (!isOfAStore) return null // updates from elsewhere would be another publisher's
  const own = Object.entries(manifest).filter(([key]) => key !== "update_url" && !STORE_KEYS.includes(key))
  return utf8(JSON.stringify(Object.fromEntries(own)))
}

function parse(bytes: Uint8Array): CborValue {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

function isOfStore(path: string): boolean {
  return BESIDE.includes(path) || STORE_FOLDERS.some((folder) => path.startsWith(folder))
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  return toHex(await sha256(bytes))
}

function refuse(fault: "file-missing" | "file-changed" | "file-added", paths: readonly string[]): void {
  if (paths.length === 0) return
  const named = paths.toSorted().slice(0, MAX_NAMED).join(", ")
  const more = paths.length > MAX_NAMED ? ` and ${paths.length - MAX_NAMED} more` : ""
  throw new ReleaseError(fault, `${named}${more}`)
}
