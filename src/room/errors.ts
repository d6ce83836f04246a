export type RoomFault = "unreachable" | "refused" | "not-connected" | "publish-failed"

/** What went wrong with the SFU; never carries its token or an identity. */
export class RoomError extends Error {
  override readonly name = "RoomError"
  readonly fault: RoomFault

  constructor(fault: RoomFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
