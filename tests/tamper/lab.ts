// A package to tamper with: whole, and signed as a local build by an authority of the lab's own.

import { localClaims } from "../../scripts/release/claims.ts"
import { digestFiles, encodeRelease, type Release } from "../../scripts/release/release-json.ts"
import { type Claims, signFile, testParty } from "../../scripts/release/signing.ts"
import type { TestAuthority } from "../../scripts/release/test-authority.ts"

/** Path → content. */
export type Files = ReadonlyMap<string, Buffer>
export type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- bundles and roots are taken apart freely

export const RELEASE = "release.json"
export const SIGNATURE = "release.sigstore.json"
export const OWN_ROOT = "local-trust-root.json"

/** What a signature may be made of instead of what is right. */
export interface Forgery {
  readonly release?: Partial<Release>
  readonly claims?: Claims
  readonly authority?: TestAuthority
  readonly trustRoot?: Buffer
}

export class TamperLab {
  readonly #authority: TestAuthority
  readonly #built: Files
  readonly #release: Release

  /** `built` is a package with its release.json, as `npm run release` leaves it. */
  constructor(authority: TestAuthority, built: Files) {
    this.#authority = authority
    this.#built = built
    this.#release = JSON.parse(built.get(RELEASE)?.toString() ?? "")
  }

  get version(): string {
    return this.#release.version
  }

  get trustRoot(): Json {
    return JSON.parse(this.#authority.trustRoot.toString())
  }

  /** The built files, signed; unchanged without a forgery. */
  async sign({ release, claims, authority = this.#authority, trustRoot }: Forgery = {}): Promise<Files> {
    const own = new Map([...this.#built, [OWN_ROOT, trustRoot ?? this.#authority.trustRoot]])
    const bytes = encodeRelease({ ...this.#release, files: digestFiles(own), ...release })
    const party = testParty(authority.services, 1, claims ?? localClaims(this.version))
    return replaced(own, [RELEASE, bytes], [SIGNATURE, await signFile(bytes, party)])
  }
}

/** Files with some of them replaced, added, or (null) removed. */
export function replaced(
  files: Files,
  ...changes: readonly (readonly [path: string, content: Buffer | null])[]
): Files {
  const changed = new Map(files)
  for (const [path, content] of changes) {
    if (content === null) changed.delete(path)
    else changed.set(path, content)
  }
  return changed
}

/** Files with one JSON file changed. */
export function withJson(files: Files, path: string, change: (json: Json) => void): Files {
  const json: Json = JSON.parse(files.get(path)?.toString() ?? "")
  change(json)
  return replaced(files, [path, Buffer.from(JSON.stringify(json))])
}

/** Claims of somebody else than the lab's signer. */
export function claimsOf(changes: Claims, version: string): Claims {
  return { ...localClaims(version), ...changes }
}
