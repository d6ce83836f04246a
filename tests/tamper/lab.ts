// A package to tamper with: whole, and signed as a local build by an authority of the lab's own.

import { localClaims } from "../../scripts/release/claims.ts"
import { rebuildStatement } from "../../scripts/release/rebuild-statement.ts"
import { digestFiles, encodeRelease, type Release, sha256Hex } from "../../scripts/release/release-json.ts"
import { attest, type Claims, type Party, signFile, testParty } from "../../scripts/release/signing.ts"
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
  /** In place of, or besides, the built files. */
  readonly files?: readonly (readonly [path: string, content: Buffer | null])[]
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
  async sign({ release, claims, authority, files = [] }: Forgery = {}): Promise<Files> {
    const own = replaced(this.#built, [OWN_ROOT, this.#authority.trustRoot], ...files)
    const bytes = encodeRelease({ ...this.#release, files: digestFiles(own), ...release })
    return replaced(own, [RELEASE, bytes], [SIGNATURE, await signFile(bytes, this.#party(authority, claims))])
  }

  /** The built files with a statement about the release, by the right signer, in place of a signature over it. */
  async attest(): Promise<Files> {
    const own = await this.sign()
    const digest = sha256Hex(own.get(RELEASE) ?? Buffer.of())
    const { commit } = this.#release
    const statement = await rebuildStatement({ digest, commit }, () => Promise.resolve(true))
    return replaced(own, [SIGNATURE, await attest(statement, this.#party())])
  }

  #party({ services } = this.#authority, claims = localClaims(this.version)): Party {
    return testParty(services, 1, claims)
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
