// Between WebRTC's streams of encoded frames and the sealer or opener of one track. A frame either comes out transformed or
// does not come out: there is no other way from one side to the other.

import type { Clock } from "./clock.ts"
import { FrameError } from "./errors.ts"
import type { Opener } from "./opener.ts"
import type { Sealer } from "./sealer.ts"
import type { TrackReport } from "./track-report.ts"
import { TRACK_LIMITS, WaitingLine } from "./waiting-line.ts"

/** What RTCEncodedVideoFrame and RTCEncodedAudioFrame have in common. */
export interface EncodedFrame {
  data: ArrayBuffer
  readonly type?: string
  getMetadata(): { readonly mimeType?: string }
}

/** The streams of an RTCRtpScriptTransformer. */
export interface FrameStreams {
  readonly readable: ReadableStream<EncodedFrame>
  readonly writable: WritableStream<EncodedFrame>
}

/** Seals every frame, in order, until the stream ends; `codec` is for browsers whose frames do not name theirs. */
export async function sealStream(
  streams: FrameStreams,
  sealer: Sealer,
  codec: string,
  report: TrackReport,
): Promise<void> {
  const out = new FrameOutlet(streams.writable)
  await forEachFrame(streams.readable, out.ended, async (frame) => {
    try {
      const sealed = await sealer.seal(new Uint8Array(frame.data), frame.getMetadata().mimeType ?? codec)
      frame.data = sealed.buffer
    } catch (error) {
      report.handleDropped(error)
      return
    }
    report.handlePassed()
    await out.write(frame)
  })
}

export interface OpeningEnvironment {
  /** The codec as announced, for browsers whose frames do not name theirs. */
  readonly codec: string
  readonly clock: Clock
  readonly report: TrackReport
  /** Ends the stream from outside. */
  readonly abortSignal: AbortSignal
}

/** Opens every frame, in order, until the stream ends; those that cannot be opened are dropped and counted. */
export async function openStream(
  streams: FrameStreams,
  opener: Opener,
  environment: OpeningEnvironment,
): Promise<void> {
  const { report, codec, clock } = environment
  const out = new FrameOutlet(streams.writable)
  const ended = AbortSignal.any([out.ended, environment.abortSignal])
  const line = new WaitingLine<ArrivedEncodedFrame>(TRACK_LIMITS, async ({ frame, arrivedAtMs }) => {
    try {
      const bytes = new Uint8Array(frame.data)
      const named = frame.getMetadata().mimeType ?? codec
      frame.data = (await opener.open({ bytes, codec: named, type: frame.type, arrivedAtMs })).buffer
    } catch (error) {
      report.handleDropped(error)
      return
    }
    if (ended.aborted) return
    report.handlePassed(frame.type)
    await out.write(frame)
  })
  await forEachFrame(streams.readable, ended, async (frame) => {
    const isTaken = line.push({ frame, arrivedAtMs: clock.now() }, frame.data.byteLength)
    if (!isTaken) report.handleDropped(new FrameError("overrun", "too many frames are waiting"))
  })
  line.clear()
  await line.settled()
}

interface ArrivedEncodedFrame {
  readonly frame: EncodedFrame
  readonly arrivedAtMs: number
}

/** Where frames go; a stream that the browser tears down has ended, which is no defect. */
class FrameOutlet {
  readonly #writer: WritableStreamDefaultWriter<EncodedFrame>
  readonly #ending = new AbortController()

  constructor(writable: WritableStream<EncodedFrame>) {
    this.#writer = writable.getWriter()
  }

  get ended(): AbortSignal {
    return this.#ending.signal
  }

  async write(frame: EncodedFrame): Promise<void> {
    try {
      await this.#writer.write(frame)
    } catch {
      this.#ending.abort()
    }
  }
}

async function forEachFrame(
  readable: ReadableStream<EncodedFrame>,
  ended: AbortSignal,
  action: (frame: EncodedFrame) => Promise<void>,
): Promise<void> {
  const reader = readable.getReader()
  const nothingMore = { done: true, value: undefined } as const
  const stop = (): void => void reader.cancel().catch(() => undefined) // ended already, by the browser
  ended.addEventListener("abort", stop)
  try {
    while (!ended.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- frames are taken in their order
      const { done, value } = await reader.read().catch(() => nothingMore)
      if (done) return
      // oxlint-disable-next-line no-await-in-loop -- as above
      await action(value)
    }
  } finally {
    ended.removeEventListener("abort", stop)
    stop()
  }
}
