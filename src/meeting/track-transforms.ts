// Attaches the frame worker to WebRTC's senders and receivers. Whose a track must be is asked of the MLS roster, never of
// the SFU: the SFU only says by which tag it knows the person.

import type { FrameWorker } from "../media/frame-worker.ts"
import type { TransformOptions } from "../media/worker-protocol.ts"
import type { FrameTransforms, IncomingTrack, MediaSource } from "../room/frame-encryption.ts"

export interface OpenedTrack {
  readonly identityKey: Uint8Array
  readonly source: MediaSource
}

export interface TrackTransformsOptions {
  readonly frames: FrameWorker
  /** `new RTCRtpScriptTransform(worker, options)`. */
  readonly createTransform: (options: TransformOptions) => RTCRtpScriptTransform
  readonly videoMimeType: string
  /** A track is over. */
  readonly onClosed: (trackId: string) => void
}

const AUDIO_MIME_TYPE = "audio/opus"

/** Attached, but nobody of the roster's yet. */
type Waiting = Pick<IncomingTrack, "id" | "tag" | "source">

export class TrackTransforms implements FrameTransforms {
  readonly #options: TrackTransformsOptions
  readonly #tracks = new Map<string, OpenedTrack>()
  #identities: ReadonlyMap<string, Uint8Array> = new Map()
  #waiting: readonly Waiting[] = []

  constructor(options: TrackTransformsOptions) {
    this.#options = options
  }

  /** Everybody in the group, by tag; to be told before the epoch whose roster it is. */
  setIdentities(identities: ReadonlyMap<string, Uint8Array>): void {
    this.#identities = identities
    const waiting = this.#waiting
    this.#waiting = waiting.filter(({ tag }) => !identities.has(tag))
    for (const { id, tag, source } of waiting) {
      const identityKey = identities.get(tag)
      if (!identityKey) continue
      this.#tracks.set(id, { identityKey, source })
      void this.#options.frames.identify(id, identityKey)
    }
  }

  /** Whom the roster knows by a tag. */
  identityOf(tag: string): Uint8Array | null {
    return this.#identities.get(tag) ?? null
  }

  /** Every attached track of somebody on the roster, by its id. */
  tracks(): ReadonlyMap<string, OpenedTrack> {
    return this.#tracks
  }

  seal(sender: RTCRtpSender, { source }: { readonly source: MediaSource }): void {
    const codec = isAudio(source) ? AUDIO_MIME_TYPE : this.#options.videoMimeType
    sender.transform = this.#options.createTransform(this.#options.frames.sendTransform({ context: source, codec }))
  }

  // Attached even where the roster does not know the person yet: frames that come before a transform are lost, and with
  // them the key frame. In the worker they wait for their epoch, before which the roster that comes with it is told.
  open(receiver: RTCRtpReceiver, { id, tag, source, mimeType }: IncomingTrack): void {
    const { frames, createTransform, videoMimeType } = this.#options
    const codec = mimeType || (isAudio(source) ? AUDIO_MIME_TYPE : videoMimeType)
    const identityKey = this.#identities.get(tag) ?? null
    receiver.transform = createTransform(frames.receiveTransform({ trackId: id, identityKey, context: source, codec }))
    this.#waiting = this.#waiting.filter((waiting) => waiting.id !== id)
    this.#tracks.delete(id) // to the end: the newest is last
    if (identityKey) this.#tracks.set(id, { identityKey, source })
    else this.#waiting = [...this.#waiting, { id, tag, source }]
  }

  close(trackId: string): void {
    const { frames, onClosed } = this.#options
    this.#waiting = this.#waiting.filter(({ id }) => id !== trackId)
    this.#tracks.delete(trackId)
    void frames.forget(trackId)
    onClosed(trackId)
  }

  nameInjectedFrames(trailer: Uint8Array): void {
    void this.#options.frames.setInjectedTrailer(trailer)
  }
}

function isAudio(source: MediaSource): boolean {
  return source === "microphone" || source === "screen-audio"
}
