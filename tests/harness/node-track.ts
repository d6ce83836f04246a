// WebRTC's senders and receivers of encoded frames in plain Node, with the same transforms between their two ends.

import type { EncodedFrame } from "../../src/media/transform.ts"
import type { TransformEvent } from "../../src/media/worker.ts"
import type { TransformOptions } from "../../src/media/worker-protocol.ts"

/** What RTCRtpScriptTransform does: tells its worker of the streams as soon as it is put to work. */
export class NodeTransform {
  readonly #options: TransformOptions
  readonly #tell: (transformer: TransformEvent["transformer"]) => void

  constructor(options: TransformOptions, tell: (transformer: TransformEvent["transformer"]) => void) {
    this.#options = options
    this.#tell = tell
  }

  attach(readable: ReadableStream<EncodedFrame>, writable: WritableStream<EncodedFrame>): void {
    this.#tell({ readable, writable, options: structuredClone(this.#options) })
  }
}

/** One end of a track: frames go in at `write`, and come out at `onFrame` if the transform lets them. */
class NodeTrackEnd {
  readonly #input = new TransformStream<EncodedFrame, EncodedFrame>({}, ANY_NUMBER, ANY_NUMBER)
  readonly #writer = this.#input.writable.getWriter()
  readonly #onFrame: (frame: EncodedFrame) => void

  constructor(onFrame: (frame: EncodedFrame) => void) {
    this.#onFrame = onFrame
  }

  set transform(transform: NodeTransform) {
    transform.attach(this.#input.readable, new WritableStream({ write: (frame) => this.#onFrame(frame) }))
  }

  async write(frame: EncodedFrame): Promise<void> {
    await this.#writer.write(frame)
  }
}

const ANY_NUMBER = new CountQueuingStrategy({ highWaterMark: 10_000 })

/** A sender: what its transform does not let through never comes out. */
export class NodeSender {
  readonly #awaited = new WeakMap<EncodedFrame, (bytes: Uint8Array<ArrayBuffer>) => void>()
  readonly #end = new NodeTrackEnd((frame) => this.#awaited.get(frame)?.(new Uint8Array(frame.data)))

  set transform(transform: NodeTransform) {
    this.#end.transform = transform
  }

  /** Sends a frame; `onSealed` is called with what the transform made of it, unless it dropped it. */
  post(frame: EncodedFrame, onSealed: (bytes: Uint8Array<ArrayBuffer>) => void): void {
    this.#awaited.set(frame, onSealed)
    void this.#end.write(frame)
  }

  /** Resolves with what the transform made of the frame. */
  send(frame: EncodedFrame): Promise<Uint8Array<ArrayBuffer>> {
    return new Promise((resolve) => this.post(frame, resolve))
  }
}

/** A receiver: tells of everything that its transform let through, and keeps it where nobody listens. */
export class NodeReceiver {
  readonly opened: Uint8Array[] = []
  readonly #end: NodeTrackEnd
  #arrived = 0

  constructor(listener: () => ((bytes: Uint8Array) => void) | null) {
    this.#end = new NodeTrackEnd((frame) => {
      const bytes = new Uint8Array(frame.data)
      const listen = listener()
      if (listen) listen(bytes)
      else this.opened.push(bytes)
    })
  }

  set transform(transform: NodeTransform) {
    this.#end.transform = transform
  }

  /** How many frames the SFU has delivered. */
  get arrived(): number {
    return this.#arrived
  }

  async receive(frame: EncodedFrame): Promise<void> {
    this.#arrived++
    await this.#end.write(frame)
  }
}

/** An encoded frame as the browser hands it over; the bytes are copied. */
export function encodedFrame(bytes: Uint8Array, mimeType: string): EncodedFrame {
  const isVideo = mimeType.startsWith("video/")
  const type = ((bytes[0] ?? 1) & 1) === 0 ? "key" : "delta" // as a VP8 frame says of itself
  return { data: new Uint8Array(bytes).buffer, getMetadata: () => ({ mimeType }), ...(isVideo ? { type } : {}) }
}
