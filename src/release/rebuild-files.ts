// What comes with a package about its being rebuilt, as it is read and as it is shown.

import { fromUtf8, utf8 } from "../bytes/bytes.ts"

const MAX_REBUILDS = 100

export interface Rebuilds {
  /** Names of the policy's rebuilders that attest to the release, each once, in the policy's order. */
  readonly by: readonly string[]
  readonly needed: number
  readonly known: number
}

/** The bundles of release.rebuilds.json, a JSON array. One that cannot be read holds none: it can only add. */
export function readRebuilds(bytes: Uint8Array | null): readonly Uint8Array[] {
  try {
    const bundles: unknown = bytes && JSON.parse(fromUtf8(bytes))
    return Array.isArray(bundles) ? bundles.slice(0, MAX_REBUILDS).map((bundle) => utf8(JSON.stringify(bundle))) : []
  } catch (error) {
    // No JSON, or nested beyond the stack: nobody signs this file.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return []
    throw error
  }
}
