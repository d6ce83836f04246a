// How a conversation with the delivery service fails.

/**
 * `closed` the socket ended, `aborted` we ended it, `silent` no sign of life for three periods, `unreadable` the
 * service sent what no message of ours is, `gap` log entries are missing, `out-of-order` a call that its predecessor
 * lacks. Every other word is the service's own fault, as docs/protocol.md lists them.
 */
export type DeliveryFault =
  | "closed"
  | "aborted"
  | "silent"
  | "unreadable"
  | "gap"
  | "out-of-order"
  | (string & { readonly service?: never })

export class DeliveryError extends Error {
  override readonly name = "DeliveryError"
  readonly fault: DeliveryFault

  constructor(fault: DeliveryFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
