// Are the package's files those that the release names? Each is read as the browser serves it and hashed.

import { fromUtf8, sha256, toHex } from "../bytes/bytes.ts"
import type { CborValue } from "../bytes/cbor.ts"
import { encodeCanonicalJson } from "./canonical-json.ts"
import { refuseFiles, verifyListing } from "./listed-files.ts"
import type { Release } from "./release.ts"

/** The package as it is installed. */
export interface PackageSource {
  /** A file's bytes; null: it is not there. */
  read(path: string): Promise<Uint8Array | null>
  /** All paths of the package; null: the browser does not list them. */
  list(): Promise<readonly string[] | null>
}

/** The same package, of which each file is read once: what is used of it is what was checked. */
export function readOnce(source: PackageSource): PackageSource {
  const files = new Map<string, Promise<Uint8Array | null>>()
  const read = (path: string) => {
    const file = files.get(path) ?? source.read(path)
    files.set(path, file)
    return file
  }
  return { read, list: () => source.list() }
}

const MANIFEST = "manifest.json"

/** What stores put into the manifest. An address of updates elsewhere would be another publisher's. */
const STORE_KEYS: Readonly<Record<string, RegExp>> = {
  differential_fingerprint: /^[0-9a-f.]+$/,
  key: /^[A-Za-z0-9+/]+={0,2}$/,
  update_url:
    /^https:\/\/(?:clients2\.google\.com\/service\/update2\/crx|edge\.microsoft\.com\/extensionwebstorebase\/v1\/crx)$/,
}

/** Checks all files; throws ReleaseError `file-missing`, `file-changed`, `file-added`, in this order. */
export async function verifyFiles({ files }: Release, source: PackageSource): Promise<void> {
  const states = await Promise.all(
    Object.entries(files).map(async ([path, digest]) => ({ path, state: await stateOf(path, digest, source) })),
  )
  const are = (wanted: State) => states.filter(({ state }) => state === wanted).map(({ path }) => path)
  refuseFiles("file-missing", are("missing"))
  refuseFiles("file-changed", are("changed"))
  verifyListing(Object.keys(files), (await source.list()) ?? [])
}

type State = "same" | "missing" | "changed"

async function stateOf(path: string, digest: string, source: PackageSource): Promise<State> {
  const bytes = await source.read(path)
  if (!bytes) return "missing"
  if ((await hashOf(bytes)) === digest) return "same"
  const original = path === MANIFEST ? withoutStoreKeys(bytes) : null
  return original && (await hashOf(original)) === digest ? "same" : "changed"
}

// As the release build writes it: canonically, so that whatever a store did to its spelling is undone.
function withoutStoreKeys(bytes: Uint8Array): Uint8Array | null {
  const manifest = parse(bytes)
  if (typeof manifest !== "object" || manifest === null || Array.isArray(manifest)) return null
  const own = Object.entries(manifest).filter(([key, value]) => !isOfStore(key, value))
  return encode(Object.fromEntries(own))
}

function isOfStore(key: string, value: CborValue): boolean {
  const allowed = Object.hasOwn(STORE_KEYS, key) ? STORE_KEYS[key] : undefined
  return typeof value === "string" && allowed?.test(value) === true
}

// Null for what has no canonical form.
function encode(value: CborValue): Uint8Array | null {
  try {
    return encodeCanonicalJson(value)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function parse(bytes: Uint8Array): CborValue {
  try {
    return JSON.parse(fromUtf8(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  return toHex(await sha256(bytes))
}
