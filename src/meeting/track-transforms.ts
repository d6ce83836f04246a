// Attaches the frame worker to WebRTC's senders and receivers. Whose a track must be is asked of the MLS roster, never of
// the SFU: the SFU only says by which tag it knows the person.

import { isEqual } from "../bytes/bytes.ts"
import type { FrameWorker } from "../media/frame-worker.ts"
import type { TransformOptions } from "../media/worker-protocol.ts"
import type { FrameTransforms, MediaSource } from "../room/frame-encryption.ts"

export interface OpenedTrack {
  readonly identityKey: Uint8Array
  readonly source: MediaSource
}

export interface TrackTransformsOptions {
  readonly frames: FrameWorker
  /** `new RTCRtpScriptTransform(worker, options)`. */
  readonly createTransform: (options: TransformOptions) => RTCRtpScriptTransform
  readonly videoMimeType: string
}

const AUDIO_MIME_TYPE = "audio/opus"

interface Waiting {
  readonly tag: string
  readonly attach: (identityKey: Uint8Array) => void
}

export class TrackTransforms implements FrameTransforms {
  readonly #options: TrackTransformsOptions
  readonly #tracks = new Map<string, OpenedTrack>()
  #identities: ReadonlyMap<string, Uint8Array> = new Map()
  #waiting: readonly Waiting[] = []

  constructor(options: TrackTransformsOptions) {
    this.#options = options
  }

  /** Everybody in the group, by tag. Tracks of people who were not known yet are attached now. */
  setIdentities(identities: ReadonlyMap<string, Uint8Array>): void {
    this.#identities = identities
    const waiting = this.#waiting
    this.#waiting = waiting.filter(({ tag }) => !identities.has(tag))
    for (const { tag, attach } of waiting) {
      const identityKey = identities.get(tag)
      if (identityKey) attach(identityKey)
    }
  }

  /** The newest track of a person's source, or null where none is attached. */
  trackIdOf(identityKey: Uint8Array, source: MediaSource): string | null {
    let newest: string | null = null
    for (const [id, track] of this.#tracks) {
      if (track.source === source && isEqual(track.identityKey, identityKey)) newest = id
    }
    return newest
  }

  /** Every attached track by its id. */
  tracks(): ReadonlyMap<string, OpenedTrack> {
    return this.#tracks
  }

  seal(sender: RTCRtpSender, { source }: { readonly source: MediaSource }): void {
    const codec = isAudio(source) ? AUDIO_MIME_TYPE : this.#options.videoMimeType
    sender.transform = this.#options.createTransform(this.#options.frames.sendTransform({ context: source, codec }))
  }

  // Nothing is played from a receiver without a transform, so waiting for the roster loses frames but shows none.
  open(
    receiver: RTCRtpReceiver,
    track: { readonly id: string; readonly tag: string; readonly source: MediaSource; readonly mimeType: string },
  ): void {
    const attach = (identityKey: Uint8Array) => {
      this.#tracks.delete(track.id) // to the end: the newest is last
      this.#tracks.set(track.id, { identityKey, source: track.source })
      const codec = track.mimeType || (isAudio(track.source) ? AUDIO_MIME_TYPE : this.#options.videoMimeType)
      const { id: trackId, source: context } = track
      const options = this.#options.frames.receiveTransform({ trackId, identityKey, context, codec })
      receiver.transform = this.#options.createTransform(options)
    }
    const identityKey = this.#identities.get(track.tag)
    if (identityKey) attach(identityKey)
    else this.#waiting = [...this.#waiting, { tag: track.tag, attach }]
  }

  nameInjectedFrames(trailer: Uint8Array): void {
    void this.#options.frames.setInjectedTrailer(trailer)
  }
}

function isAudio(source: MediaSource): boolean {
  return source === "microphone" || source === "screen-audio"
}
