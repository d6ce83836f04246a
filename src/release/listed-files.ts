// Which files there may be in a package. Apart from the verifier, which is too large for the pages that list them.

import { ReleaseError } from "./errors.ts"
import { BESIDE } from "./file-names.ts"

const MAX_NAMED = 5

/** Made by browsers and stores, and loaded by no page of ours. By whole names, so that nothing hides among them. */
const STORE_FILES = [
  /^_metadata\/(?:verified_contents|computed_hashes)\.json$/,
  /^_metadata\/generated_indexed_rulesets\/_ruleset\d+$/,
  /^META-INF\/(?:manifest\.mf|mozilla\.rsa|mozilla\.sf|cose\.manifest|cose\.sig)$/,
]

/** Checks that no file is there but those of the release and a store's; throws ReleaseError `file-added`. */
export function verifyListing(paths: readonly string[], listed: readonly string[]): void {
  const expected = new Set(paths)
  refuseFiles(
    "file-added",
    listed.filter((path) => !expected.has(path) && !mayBeAdded(path)),
  )
}

/** Throws `fault` with the first of these files, if there are any. */
export function refuseFiles(fault: "file-missing" | "file-changed" | "file-added", paths: readonly string[]): void {
  if (paths.length === 0) return
  const named = paths.toSorted().slice(0, MAX_NAMED).join(", ")
  const more = paths.length > MAX_NAMED ? ` and ${paths.length - MAX_NAMED} more` : ""
  throw new ReleaseError(fault, `${named}${more}`)
}

function mayBeAdded(path: string): boolean {
  return BESIDE.includes(path) || STORE_FILES.some((name) => name.test(path))
}
