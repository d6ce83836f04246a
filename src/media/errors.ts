// Why a frame or data message was dropped, or could not be sealed.

export type FrameFault =
  /** Nothing in it: padding, or the encoder's silence. */
  | "empty"
  /** LiveKit's own filler, named by the trailer it announced. Dropped like all plaintext, but no cause for a warning. */
  | "injected-by-sfu"
  /** Where the SFrame header should be, there is none of ours. */
  | "plaintext"
  /** Begins like a sealed frame, but its header or length is wrong. */
  | "malformed"
  /** H.264, AV1, RED: their clear bytes are not settled, so they are neither sealed nor opened. */
  | "unsupported-codec"
  /** Sealed for another track: camera where the microphone should be. */
  | "wrong-context"
  /** Sealed by a member, but not by the one whose track this is. */
  | "wrong-person"
  /** Our own frame or message, sent back to us. */
  | "reflected"
  /** Of an epoch that was not installed within the holding time. */
  | "unknown-epoch"
  /** Of an epoch, or a sender's context in it, that is past. */
  | "retired"
  /** Of a person whose media of this kind a host stopped, or who may not send it. */
  | "stopped"
  /** Counter seen before, or older than the replay window. */
  | "replayed"
  /** No member of that epoch sealed these bytes. */
  | "forged"
  /** A data message sealed with the group's keys, but not signed by the leaf it names. */
  | "impostor"
  /** Frames came faster than they could be opened, or too many waited for their epoch. */
  | "overrun"
  /** Nothing may be sent: no epoch is in force. */
  | "no-epoch"
  /** The data message's body is longer than a packet allows. */
  | "too-large"
  /** The key has sealed as many frames as its counter can number. */
  | "exhausted"
  /** An error that is none of these: a bug of ours or the browser's. */
  | "defect"

export class FrameError extends Error {
  override readonly name = "FrameError"
  readonly fault: FrameFault

  constructor(fault: FrameFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
