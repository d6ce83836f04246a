/** `unreadable`: an entry does not open, or is not what its store holds. `not-a-key`: what was to be imported is no host key. */
export type VaultFault = "unreadable" | "not-a-key"

/** To be given to `catch`. */
export function nullIfUnreadable(error: unknown): null {
  if (error instanceof VaultError && error.fault === "unreadable") return null
  throw error
}

export class VaultError extends Error {
  override readonly name = "VaultError"
  readonly fault: VaultFault

  constructor(fault: VaultFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
