// How the service refuses a request. The words go to the client as they are.

/** Listed with their meaning in docs/protocol.md. */
export type ServiceFault =
  | "malformed"
  | "too-large"
  | "version"
  | "out-of-order"
  | "too-many"
  | "bad-signature"
  | "not-proven"
  | "meeting-exists"
  | "occupied"
  | "other-host"
  | "other-identity"
  | "locked"
  | "denied"
  | "group-exists"
  | "group-full"
  | "group-malformed"
  | "wrong-tag"
  | "not-asking"
  | "not-a-host"
  | "unknown-group"
  | "not-a-member"
  | "log-too-old"
  | "forked"
  | "turn-over"
  | "replaced"
  | "refused-by-members"
  | "shutting-down"
  | "internal"

export class ServiceError extends Error {
  override readonly name = "ServiceError"
  readonly fault: ServiceFault

  constructor(fault: ServiceFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
