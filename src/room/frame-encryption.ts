// Puts our own frame transforms where livekit-client would put its worker (RoomOptions.encryption.e2eeManager).
//
// With a manager present Chromium sends nothing until a transform is attached. LiveKit's "this participant is not
// encrypted" signals are ignored on purpose: they come from the SFU, and believing them would play plaintext.

import {
  type BaseE2EEManager,
  ConnectionState,
  type LocalTrack,
  ParticipantEvent,
  type RemoteParticipant,
  type Room,
  RoomEvent,
  Track,
  type TrackPublication,
} from "livekit-client"
import { RoomError } from "./errors.ts"
import { tagOf } from "./person-tag.ts"

type Engine = Parameters<BaseE2EEManager["setupEngine"]>[0]

export type MediaSource = "microphone" | "camera" | "screen" | "screen-audio"

/** Somebody's track, as the SFU announces it. */
export interface IncomingTrack {
  readonly id: string
  readonly tag: string
  readonly source: MediaSource
  /** Empty where the SFU does not say. */
  readonly mimeType: string
}

/** Attaches sealing and opening to WebRTC senders and receivers; implemented over src/media by the meeting. */
export interface FrameTransforms {
  seal(sender: RTCRtpSender, track: { readonly source: MediaSource }): void
  open(receiver: RTCRtpReceiver, track: IncomingTrack): void
  /** The track of this id is over. */
  close(trackId: string): void
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
  readonly #onEarly: (announced: IncomingTrack, track: MediaStreamTrack) => void
  /** Receivers that got a transform before LiveKit told of their track, and for which. */
  readonly #early = new WeakMap<RTCRtpReceiver, IncomingTrack>()
  #room: Room | null = null

  /** `onEarly` is told of each track that got its transform before LiveKit tells of it. */
  constructor(transforms: FrameTransforms, onEarly: (announced: IncomingTrack, track: MediaStreamTrack) => void) {
    this.#transforms = transforms
    this.#onEarly = onEarly
  }

  /** Data goes through our own seal before LiveKit sees it, so LiveKit's stays off; it sets this, we do not listen. */
  get isDataChannelEncryptionEnabled(): boolean {
    return false
  }

  set isDataChannelEncryptionEnabled(_wished: boolean) {}

  setup(room: Room): void {
    this.#room = room
    room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender: RTCRtpSender, track: Track) => {
      this.#sealSender(sender, track)
    })
    room.on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
      if (track.receiver) this.#openSubscribed(track.receiver, describe(publication, participant))
    })
    room.on(RoomEvent.TrackUnsubscribed, (_track, { trackSid }) => this.#transforms.close(trackSid))
  }

  // LiveKit tells of tracks once the room is connected; media flow before that, and what comes to a receiver without a
  // transform is lost: the key frame, as a rule. So while it connects a receiver gets its transform when WebRTC has it.
  setupEngine(engine: Engine): void {
    engine.on("mediaTrackAdded", (track, stream, receiver) => {
      if (!this.#room || this.#room.state === ConnectionState.Connected) return
      const [participantSid = "", streamTrackSid = ""] = stream.id.split("|")
      const sids = [streamTrackSid, track.id, engine.getTrackIdForReceiver(receiver)]
      const participant = [...this.#room.remoteParticipants.values()].find(({ sid }) => sid === participantSid)
      const publication = participant?.getTrackPublications().find(({ trackSid }) => sids.includes(trackSid))
      const incoming = participant && publication ? describe(publication, participant) : null
      if (!incoming) return // told later, then, if ever
      this.#early.set(receiver, incoming)
      this.#transforms.open(receiver, incoming)
      this.#onEarly(incoming, track)
    })
  }

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

  #openSubscribed(receiver: RTCRtpReceiver, track: IncomingTrack | null): void {
    const early = this.#early.get(receiver)
    this.#early.delete(receiver)
    // Whose track it is must be said both times alike: the transform opens one person's frames only.
    const isOpen = early !== undefined && track !== null && isSame(early, track)
    if (track && !isOpen) this.#transforms.open(receiver, track)
  }
}

/** null: nothing is attached, and Chromium then plays nothing. */
function describe(publication: TrackPublication, { identity }: RemoteParticipant): IncomingTrack | null {
  const source = sourceOf(publication.source)
  const tag = tagOf(identity)
  if (!source || !tag) return null
  return { id: publication.trackSid, tag, source, mimeType: publication.mimeType ?? "" }
}

function isSame(one: IncomingTrack, other: IncomingTrack): boolean {
  return one.id === other.id && one.tag === other.tag && one.source === other.source
}
