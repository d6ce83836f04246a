// What can be missing on this machine.

export type ToolchainFault = "branded-browser" | "no-browser" | "no-livekit" | "no-display" | "command-failed"

export class ToolchainError extends Error {
  override readonly name = "ToolchainError"
  readonly fault: ToolchainFault

  constructor(fault: ToolchainFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
