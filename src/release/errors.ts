// Why a bundle, a release or a package is refused.

/** What is wrong with a bundle: tests/vectors/sigstore/README.md says what each one means and which comes first. */
export type BundleFault =
  | "trust-root"
  | "bundle"
  | "no-proof"
  | "artifact"
  | "certificate"
  | "sct"
  | "timestamp"
  | "no-time"
  | "certificate-time"
  | "promise"
  | "log-entry"
  | "inclusion-proof"
  | "checkpoint"
  | "signature"
  | "identity"
  | "predicate"

/** What is wrong with a release or the package that holds it, although its signature may verify. */
export type FileFault =
  | "release-malformed"
  | "file-changed"
  | "file-missing"
  | "file-added"
  | "rolled-back"
  | "forked"
  | "chain-broken"
  | "revoked"
  | "revocations-expired"
  | "unsigned"

/** `policy`: our own policy file cannot be read. `worker-failed`: the check could not be done, which is no verdict. */
export type ReleaseFault = BundleFault | FileFault | "policy" | "worker-failed"

/** A release that is refused although its signature and the package's files are as they should be. */
export interface RefusedRelease {
  /** What it would be if it were not refused. */
  readonly state: "verified" | "local"
  readonly version: string
  readonly sequence: number
  /** SHA-256 of release.json, hexadecimal. */
  readonly digest: string
}

/** The same, with the files that the release names: no other may be there, even where a person goes on with it. */
export interface RefusedPackage extends RefusedRelease {
  readonly paths: readonly string[]
}

export class ReleaseError extends Error {
  override readonly name = "ReleaseError"
  readonly fault: ReleaseFault
  /** null: nothing can be said of what was refused. */
  readonly release: RefusedPackage | null

  constructor(
    fault: ReleaseFault,
    message: string,
    options: ErrorOptions & { readonly release?: RefusedPackage | null } = {},
  ) {
    super(message, options)
    this.fault = fault
    this.release = options.release ?? null
  }
}
