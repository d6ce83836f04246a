// Why there is no release.

export type ReleaseFault = "usage" | "no-source" | "wrong-node" | "not-reproduced" | "no-identity" | "service-failed"

export class ReleaseError extends Error {
  override readonly name = "ReleaseError"
  readonly fault: ReleaseFault

  constructor(fault: ReleaseFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
