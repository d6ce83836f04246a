// Cases laid out like sigstore-conformance's: a folder each, `_fail` at the end of the name where refusal is due.

import { createPublicKey, type KeyObject } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import type { BundlePolicy } from "./sigstore/verify-bundle.ts"

export interface ConformanceCase {
  readonly name: string
  readonly isToVerify: boolean
  readonly policy: BundlePolicy
  readonly trustRoot: Uint8Array
  readonly bundle: Uint8Array
  readonly artifact: Uint8Array
}

/** The signer of every case that names none (their README). */
const DEFAULT_IDENTITY =
  "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"
const DEFAULT_ISSUER = "https://token.actions.githubusercontent.com"

/** All cases in a folder, by name; `trustRoot` is for those that bring none. */
export async function readCases(folder: string, trustRoot: Uint8Array): Promise<readonly ConformanceCase[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readCase(join(folder, name), trustRoot)))
}

/** The kinds written down by hand for cases to be refused, in the folder or above it; empty where there are none. */
export async function readExpectedKinds(folder: string): Promise<ReadonlyMap<string, string>> {
  const [own, above] = [folder, dirname(folder)].map((place) => join(place, "expected-kinds.json"))
  const text = (await readIfThere(own ?? "")) ?? (await readIfThere(above ?? ""))
  const kinds: unknown = text === null ? {} : JSON.parse(text.toString())
  return new Map(
    typeof kinds === "object" && kinds !== null
      ? Object.entries(kinds).map(([name, kind]) => [name, String(kind)])
      : [],
  )
}

async function readCase(folder: string, trustRoot: Uint8Array): Promise<ConformanceCase> {
  const own = (name: string): Promise<Buffer | null> => readIfThere(join(folder, name))
  const line = async (name: string, otherwise: string): Promise<string> =>
    (await own(name))?.toString().trim() ?? otherwise
  const key = await own("key.pub")
  const identity = {
    issuer: await line("issuer", DEFAULT_ISSUER),
    subject: await line("identity", DEFAULT_IDENTITY),
    repository: null,
    sourceRef: null,
    runner: null,
    commit: null,
  }
  return {
    name: basename(folder),
    isToVerify: !basename(folder).endsWith("_fail"),
    policy: {
      bundleVersions: ["0.1", "0.2", "0.3"],
      trust: key === null ? { identity } : { key: readPem(key) },
      asked: "anything",
    },
    trustRoot: (await own("trusted_root.json")) ?? trustRoot,
    bundle: await readFile(join(folder, "bundle.sigstore.json")),
    artifact: (await own("artifact")) ?? (await readFile(join(folder, "..", "a.txt"))),
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
}

/** Null for what is no key: nothing can be signed with it. */
function readPem(pem: Buffer): KeyObject | null {
  try {
    return createPublicKey(pem)
  } catch {
    return null
  }
}
