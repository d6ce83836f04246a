// What identity tokens say, for a test authority: of a local build, or in the shape of GitHub's for a workflow.

import type { Claims } from "./signing.ts"

export const LOCAL_ISSUER = "https://wardroom.invalid/local"

/** Whoever signs a local build of this version (release-policy.json, identity "local"). */
export function localClaims(version: string): Claims {
  return { iss: LOCAL_ISSUER, sub: `${LOCAL_ISSUER}/release@v${version}` }
}
