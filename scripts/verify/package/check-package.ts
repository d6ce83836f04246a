// One package against one policy: signature first, then every file, then what is known of other releases.

import { demand, type Kind, RefusalError } from "../verdict.ts"
import { checkFiles, type CheckedFile, type FileVerdict } from "./check-files.ts"
import { checkHistory, type KnownReleases } from "./check-history.ts"
import { type CheckedSignature, checkSignature } from "./check-signature.ts"
import { countRebuilders, type Rebuilds } from "./count-rebuilders.ts"
import type { Policy } from "./policy.ts"
import type { PackageFiles } from "./read-package.ts"
import { decodeRelease, type Release, RELEASE_FILE, REBUILDS_FILE, SIGNATURE_FILE } from "./release-file.ts"

/** What the reader trusts, knows and wants to know. */
export interface Terms {
  readonly policy: Policy
  readonly trustRoot: Uint8Array
  /** Takes the package's own test authority for the trust root: shows that it is whole, not who made it. */
  readonly isLocal: boolean
  readonly known: KnownReleases
  /** Rebuild attestations besides those in the package. */
  readonly attestations: readonly Uint8Array[]
  readonly now: Date
}

export interface PackageReport {
  readonly outcome: "verified" | "refused"
  readonly kind: Kind | null
  readonly detail: string
  /** As far as it could be read. */
  readonly release: Release | null
  readonly signature: CheckedSignature | null
  readonly files: readonly CheckedFile[]
  readonly rebuilds: Rebuilds
  readonly warnings: readonly string[]
}

const MAX_REBUILDS = 100
const MAX_REBUILDS_BYTES = 2_000_000

export const LOCAL_TRUST_ROOT_FILE = "local-trust-root.json"

/** Checks everything that can be checked, and refuses by the first thing that is wrong. */
export function checkPackage(files: PackageFiles, terms: Terms): PackageReport {
  const refusals: RefusalError[] = []
  const attempt = <T>(check: () => T): T | null => {
    try {
      return check()
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error
      refusals.push(error)
      return null
    }
  }
  const signed = attempt(() => readSigned(files))
  const bytes = files.get(RELEASE_FILE) ?? null
  const release = bytes === null ? null : attempt(() => decodeRelease(bytes))
  const effective = attempt(() => localTerms(files, terms)) ?? terms
  const signature =
    signed === null || release === null ? null : attempt(() => checkSignature(signed, release, effective))
  const checked = release === null ? [] : checkFiles(files, release)
  if (!terms.isLocal) attempt(() => demandNoTestAuthority(files))
  attempt(() => demandFiles(checked))
  const warnings = release === null ? [] : (attempt(() => checkHistory(release, signature, effective)) ?? [])
  const attestations = [...attestationsIn(files), ...terms.attestations]
  const rebuilds = countRebuilders(bytes, release, attestations, effective)
  const [refusal] = refusals
  return {
    outcome: refusal === undefined ? "verified" : "refused",
    kind: refusal?.fault ?? null,
    detail: refusal?.message ?? (terms.isLocal ? "local build, test authority: whole" : "verified release"),
    release,
    signature,
    files: checked,
    rebuilds,
    warnings,
  }
}

export interface SignedRelease {
  readonly release: Buffer
  readonly bundle: Buffer
}

function readSigned(files: PackageFiles): SignedRelease {
  const [release, bundle] = [files.get(RELEASE_FILE), files.get(SIGNATURE_FILE)]
  demand(
    release !== undefined && bundle !== undefined,
    "unsigned",
    `there is no ${RELEASE_FILE} with ${SIGNATURE_FILE}`,
  )
  return { release, bundle }
}

function localTerms(files: PackageFiles, terms: Terms): Terms {
  if (!terms.isLocal) return terms
  const trustRoot = files.get(LOCAL_TRUST_ROOT_FILE)
  demand(trustRoot !== undefined, "trust-root", `there is no ${LOCAL_TRUST_ROOT_FILE}: this is no local build`)
  return { ...terms, trustRoot }
}

/** Whoever has a test authority in the package is none of those who publish, whatever else it holds. */
function demandNoTestAuthority(files: PackageFiles): void {
  demand(!files.has(LOCAL_TRUST_ROOT_FILE), "identity", "a local build, signed by a test authority")
}

const REFUSED: readonly (readonly [FileVerdict, Kind])[] = [
  ["missing", "file-missing"],
  ["changed", "file-changed"],
  ["added", "file-added"],
]

function demandFiles(files: readonly CheckedFile[]): void {
  for (const [verdict, kind] of REFUSED) {
    const paths = files.filter((file) => file.verdict === verdict).map(({ path }) => path)
    demand(paths.length === 0, kind, `${verdict}: ${paths.join(", ")}`)
  }
}

/** Nothing signs this file. What cannot be read, or is more than anybody needs, counts nothing and is no refusal. */
function attestationsIn(files: PackageFiles): readonly Uint8Array[] {
  const bytes = files.get(REBUILDS_FILE)
  if (bytes === undefined || bytes.length > MAX_REBUILDS_BYTES) return []
  try {
    const list: unknown = JSON.parse(bytes.toString("utf8"))
    const bundles: readonly unknown[] = Array.isArray(list) ? list.slice(0, MAX_REBUILDS) : []
    return bundles.map((bundle) => Buffer.from(JSON.stringify(bundle)))
  } catch (error) {
    // Nested beyond the stack, or no JSON.
    if (error instanceof RangeError || error instanceof SyntaxError) return []
    throw error
  }
}
