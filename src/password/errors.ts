// How this folder refuses.

/** Why a link, a proof, a record or a roster is refused. */
export type PasswordFault =
  | "malformed"
  | "not-proven"
  | "invalid-public-value"
  | "record-forged"
  | "record-malformed"
  | "other-host"
  | "settings-forged"
  | "roster"
  | "out-of-order"
  | "worker-failed"

export class PasswordError extends Error {
  override readonly name = "PasswordError"
  readonly fault: PasswordFault

  constructor(fault: PasswordFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** For results that nobody wants any more once the worker ended, whatever it was computing; throws everything else. */
export function nullIfWorkerEnded(error: unknown): null {
  if (error instanceof PasswordError && error.fault === "worker-failed") return null
  throw error
}
