// What the tool says of a bundle or a package, and the error that carries a refusal out of the depths.

/** Why a Sigstore bundle is refused: the first of these that is wrong (docs/release.md). */
export type BundleKind =
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
  | "checkpoint"
  | "inclusion-proof"
  | "signature"
  | "identity"
  | "predicate"

/** Why a package is refused although, or because, its signature says something. */
export type FileKind =
  | "unsigned"
  | "release-malformed"
  | "file-missing"
  | "file-changed"
  | "file-added"
  | "revoked"
  | "revocations-expired"
  | "rolled-back"
  | "forked"
  | "chain-broken"
  | "not-reproduced"

export type Kind = BundleKind | FileKind

export interface Verdict {
  readonly outcome: "verified" | "refused"
  readonly kind: Kind | null
  /** One sentence for the reader of the report. */
  readonly detail: string
}

/** Something was looked at and is wrong; anything else that is thrown means "could not check". */
export class RefusalError extends Error {
  override readonly name = "RefusalError"
  readonly fault: Kind

  constructor(fault: Kind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** Throws RefusalError `fault` unless the condition holds. */
export function demand(condition: boolean, fault: Kind, message: string): asserts condition {
  if (!condition) throw new RefusalError(fault, message)
}

/** Runs a check; its refusal becomes a verdict, any other error stays an error. */
export function verdictOf(check: () => string): Verdict {
  try {
    return { outcome: "verified", kind: null, detail: check() }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error
    return { outcome: "refused", kind: error.fault, detail: error.message }
  }
}
