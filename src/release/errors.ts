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

export class ReleaseError extends Error {
  override readonly name = "ReleaseError"
  readonly fault: ReleaseFault

  constructor(fault: ReleaseFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
