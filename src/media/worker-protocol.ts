// What the engine and its frame worker say to each other. Structured clones: CryptoKeys and bytes cross as they are.

import type { CborValue } from "../bytes/cbor.ts"
import { bytes, nullable, oneOf, record, text, textUpTo } from "../bytes/shape.ts"
import type { DataMessage, OpenedDataMessage } from "./data-message.ts"
import type { EpochKeys } from "./epoch.ts"
import type { FrameFault } from "./errors.ts"
import type { TrackContext } from "./kid.ts"
import type { FaultCounts, TrackStatistics } from "./track-report.ts"

/** Media of one person that are not opened, whatever comes. */
export interface StoppedMedia {
  readonly identityKey: Uint8Array
  readonly context: TrackContext
}

export type Command =
  | { readonly type: "install"; readonly keys: EpochKeys }
  | { readonly type: "switch"; readonly epoch: bigint }
  | { readonly type: "retire"; readonly epoch: bigint }
  | { readonly type: "halt" }
  /** Whose a track must be that was attached before that was known. */
  | { readonly type: "identify"; readonly track: string; readonly identityKey: Uint8Array }
  | { readonly type: "forget"; readonly track: string }
  /** All that is stopped from now on; replaces what was. */
  | { readonly type: "stop"; readonly media: readonly StoppedMedia[] }
  | { readonly type: "trailer"; readonly trailer: Uint8Array }
  | { readonly type: "seal-data"; readonly message: DataMessage }
  /** `from`: the identity key of whom the SFU says that it is; null: nobody that we know. */
  | { readonly type: "open-data"; readonly packet: Uint8Array; readonly from: Uint8Array | null }
  | { readonly type: "statistics" }

/** To the worker: a command and the number its answer repeats. */
export interface NumberedCommand {
  readonly request: number
  readonly command: Command
}

export type Answer =
  | { readonly type: "done" }
  | { readonly type: "packet"; readonly packet: Uint8Array<ArrayBuffer> }
  | { readonly type: "message"; readonly message: OpenedDataMessage }
  | { readonly type: "statistics"; readonly tracks: readonly TrackStatistics[] }
  /** `fault` is null for an error that is no FrameError. */
  | { readonly type: "failed"; readonly fault: FrameFault | null; readonly message: string }

export type WorkerEvent =
  /** A track's first frame opened, or an own context's first was sealed. A delta frame shows nothing without its key frame. */
  | {
      readonly type: "first"
      readonly direction: "send" | "receive"
      readonly track: string
      readonly isDelta: boolean
    }
  /** All that was dropped of a track so far; at most four times a second. */
  | {
      readonly type: "faults"
      readonly direction: "send" | "receive"
      readonly track: string
      readonly faults: FaultCounts
    }
  /** Frames of an epoch that is not installed have come for a second. */
  | { readonly type: "behind" }

/** From the worker. */
export type FromWorker = { readonly request: number; readonly answer: Answer } | { readonly event: WorkerEvent }

const context = oneOf("microphone", "camera", "screen", "screen-audio")

const sending = record({ direction: oneOf("send"), context, codec: textUpTo(64) })
const receiving = record({
  direction: oneOf("receive"),
  trackId: text(/^.{1,128}$/),
  identityKey: nullable(bytes(32)),
  context,
  codec: textUpTo(64),
})

export type SendOptions = ReturnType<typeof sending>
export type ReceiveOptions = ReturnType<typeof receiving>
export type TransformOptions = SendOptions | ReceiveOptions

/** The options an RTCRtpScriptTransform was made with; throws ShapeError. */
export function decodeTransformOptions(options: CborValue): TransformOptions {
  const isSending =
    typeof options === "object" && options !== null && "direction" in options && options.direction === "send"
  return isSending ? sending(options, "options") : receiving(options, "options")
}
