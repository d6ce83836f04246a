// Another release's statement, from its publisher's page: what it revokes counts here at once, although that release
// is not installed.

import type { LoggedAt } from "./inclusion.ts"
import type { PackageSource } from "./package-files.ts"
import { identifyRelease, type Revocations } from "./release.ts"
import { type Memories, verifyContents } from "./verify-package.ts"

export interface ReleaseStatement {
  /** release.json */
  readonly release: Uint8Array
  /** release.sigstore.json */
  readonly bundle: Uint8Array
}

export interface VerifiedStatement {
  readonly version: string
  readonly sequence: number
  readonly digest: string
  readonly signedAt: Date
  readonly log: LoggedAt
  readonly authority: string
  readonly revocations: Revocations
}

/**
 * Verifies another release's statement as one's own would be; throws ReleaseError.
 *
 * Trust comes with the package, so the package is verified first: what a package that was changed believes must leave
 * nothing behind.
 */
export async function verifyStatement(
  source: PackageSource,
  memories: Memories,
  { release: bytes, bundle }: ReleaseStatement,
): Promise<VerifiedStatement> {
  const { trust } = await verifyContents(source, memories)
  const { verifySignature } = await import("./signed.ts")
  const { release, digest, signedAt, log } = await verifySignature(trust, await identifyRelease(bytes), bundle)
  const { version, sequence, revocations } = release
  return { version, sequence, digest, signedAt, log, authority: trust.authority, revocations }
}
