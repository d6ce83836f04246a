// Puts our own frame transforms where livekit-client would put its worker (RoomOptions.encryption.e2eeManager).
//
// With a manager present Chromium sends nothing until a transform is attached. LiveKit's "this participant is not
// encrypted" signals are ignored on purpose: they come from the SFU, and believing them would play plaintext.

import {
  type BaseE2EEManager,
  type LocalTrack,
  ParticipantEvent,
  type RemoteParticipant,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
  RoomEvent,
  Track,
} from "livekit-client"
import { RoomError } from "./errors.ts"
import { tagOf } from "./person-tag.ts"

export type MediaSource = "microphone" | "camera" | "screen" | "screen-audio"

/** Attaches sealing and opening to WebRTC senders and receivers; implemented over src/media by the meeting. */
export interface FrameTransforms {
  seal(sender: RTCRtpSender, track: { readonly source: MediaSource }): void
  open(
    receiver: RTCRtpReceiver,
    track: { readonly id: string; readonly tag: string; readonly source: MediaSource; readonly mimeType: string },
  ): void
  /** Marks what the SFU injects itself, so that its drop can be named. */
  nameInjectedFrames(trailer: Uint8Array): void
}

/** The source of a LiveKit track in our words, or null for one that we neither send nor play. */
export function sourceOf(source: Track.Source): MediaSource | null {
  switch (source) {
    case Track.Source.Microphone:
      return "microphone"
    case Track.Source.Camera:
      return "camera"
    case Track.Source.ScreenShare:
      return "screen"
    case Track.Source.ScreenShareAudio:
      return "screen-audio"
    case Track.Source.Unknown:
      return null
  }
}

export class FrameEncryption implements BaseE2EEManager {
  readonly isEnabled = true
  readonly #transforms: FrameTransforms

  constructor(transforms: FrameTransforms) {
    this.#transforms = transforms
  }

  /** Data goes through our own seal before LiveKit sees it, so LiveKit's stays off; it sets this, we do not listen. */
  get isDataChannelEncryptionEnabled(): boolean {
    return false
  }

  set isDataChannelEncryptionEnabled(_wished: boolean) {}

  setup(room: Room): void {
    room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender: RTCRtpSender, track: Track) => {
      this.#sealSender(sender, track)
    })
    room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
      this.#openReceiver(track, publication, participant)
    })
  }

  setupEngine(): void {}

  setParticipantCryptorEnabled(): void {}

  setSifTrailer(trailer: Uint8Array): void {
    this.#transforms.nameInjectedFrames(trailer)
  }

  encryptData(): Promise<never> {
    return Promise.reject(new RoomError("refused", "data is sealed before it reaches the room"))
  }

  handleEncryptedData(): Promise<never> {
    return Promise.reject(new RoomError("refused", "LiveKit's own data encryption is not used here"))
  }

  on(): this {
    return this
  }

  #sealSender(sender: RTCRtpSender, track: Track | LocalTrack): void {
    const source = sourceOf(track.source)
    if (source) this.#transforms.seal(sender, { source })
  }

  #openReceiver(track: RemoteTrack, publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    const source = sourceOf(publication.source)
    const tag = tagOf(participant.identity)
    if (!source || !tag || !track.receiver) return // nothing attached: Chromium then plays nothing
    this.#transforms.open(track.receiver, {
      id: publication.trackSid,
      tag,
      source,
      mimeType: publication.mimeType ?? "",
    })
  }
}
