// One LiveKit room: connect, publish what we send, tell who is there with which media, move data packets.
// It knows people only by their tag (person-tag.ts); who that is, the MLS roster says.

import {
  ConnectionState,
  DisconnectReason,
  LocalVideoTrack,
  type RemoteParticipant,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type VideoCodec,
  VideoPresets,
} from "livekit-client"
import { RoomError } from "./errors.ts"
import {
  FrameEncryption,
  type FrameTransforms,
  type IncomingTrack,
  type MediaSource,
  sourceOf,
} from "./frame-encryption.ts"
import { tagOf } from "./person-tag.ts"
import { type PathFacts, readPath } from "./path-facts.ts"
import { receivePictures, type WantedPictures } from "./pictures.ts"

/** `lost`: the session ended, another one may be begun. `removed`: we were sent away, or another session took our place. */
export type RoomConnection = "connected" | "reconnecting" | "lost" | "removed"

export interface RoomListener {
  onConnection(state: RoomConnection): void
  /** Somebody came, went, published, muted or spoke: read `people()` anew. */
  onPeople(): void
  onData(tag: string, payload: Uint8Array): void
}

export interface RemoteMedia {
  readonly track: MediaStreamTrack
  readonly isMuted: boolean
}

export interface RemotePerson {
  readonly tag: string
  readonly media: ReadonlyMap<MediaSource, RemoteMedia>
  readonly isSpeaking: boolean
  readonly quality: "good" | "poor" | "lost" | "unknown"
}

/** What we send. */
export type SentSource = Exclude<MediaSource, "screen-audio">

export interface RoomOptions {
  readonly transforms: FrameTransforms
  readonly listener: RoomListener
  readonly videoCodec: "vp8" | "vp9"
  /** So many others are few: their pictures are received before it is said which are wanted. */
  readonly fewPeople: number
}

export class MediaRoom {
  readonly #room: Room
  readonly #listener: RoomListener
  /** By person and source, as they were announced; LiveKit tells of them later. */
  readonly #early = new Map<string, MediaStreamTrack>()
  readonly #fewPeople: number
  #wanted: WantedPictures = new Map()
  #wasConnected = false

  constructor({ transforms, listener, videoCodec, fewPeople }: RoomOptions) {
    setLogLevel("silent") // its log lines name tokens and identities
    this.#listener = listener
    this.#fewPeople = fewPeople
    this.#room = new Room({
      adaptiveStream: false, // its observers do not work across windows: the view reports sizes (design §8)
      dynacast: true,
      disconnectOnPageLeave: false,
      stopLocalTrackOnUnpublish: false,
      encryption: {
        e2eeManager: new FrameEncryption(transforms, (announced, track) => this.#handleEarly(announced, track)),
      },
      publishDefaults: {
        videoCodec: videoCodec satisfies VideoCodec,
        backupCodec: false,
        red: false,
        simulcast: true,
        videoEncoding: VideoPresets.h720.encoding,
        videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
      },
    })
    this.#listen()
  }

  /** Warms name look-up, TLS and the browser's media stack; failures surface at `connect`. */
  async prepare(url: string): Promise<void> {
    await Promise.all([this.#room.prepareConnection(url), startMediaStack().catch(() => undefined)])
  }

  /** Joins the SFU's room. Throws RoomError "unreachable". */
  async connect(url: string, token: string): Promise<void> {
    // Announces our tracks as encrypted, which keeps the SFU from asking for codecs or repair that read the payload.
    const announced = this.#room.setE2EEEnabled(true)
    try {
      await this.#room.connect(url, token, {
        autoSubscribe: true,
        rtcConfig: { iceServers: [] }, // LiveKit's defaults name third parties (design §8)
      })
      await announced
    } catch (error) {
      throw new RoomError("unreachable", "the SFU could not be reached", { cause: error })
    } finally {
      this.#early.clear() // LiveKit has told of them, or there is no room
    }
    this.#wasConnected = true
  }

  async disconnect(): Promise<void> {
    await this.#room.disconnect(false)
  }

  /** Publishes a captured track, or puts it in the place of the one published for this source. */
  async publish(source: SentSource, track: MediaStreamTrack): Promise<void> {
    const published = this.#room.localParticipant.getTrackPublication(LIVEKIT_SOURCE[source])
    try {
      if (published?.track) {
        await published.track.replaceTrack(track, true)
        await published.unmute()
      } else if (source === "screen") {
        // Captured in another window, whose MediaStreamTrack LiveKit does not take for one (design §8).
        const screen = new LocalVideoTrack(track, undefined, true)
        await this.#room.localParticipant.publishTrack(screen, { source: LIVEKIT_SOURCE.screen, simulcast: false })
      } else {
        await this.#room.localParticipant.publishTrack(track, { source: LIVEKIT_SOURCE[source] })
      }
    } catch (error) {
      throw new RoomError("publish-failed", `the ${source} could not be published`, { cause: error })
    }
  }

  /** Stops sending: says "muted" to the others, and takes a screen away; nothing happens where nothing is published. */
  async mute(source: SentSource): Promise<void> {
    const { localParticipant } = this.#room
    const published = localParticipant.getTrackPublication(LIVEKIT_SOURCE[source])
    if (source !== "screen") await published?.mute()
    else if (published?.track) await localParticipant.unpublishTrack(published.track, false)
  }

  /** Sends a packet to the people with these tags, as far as they are connected; throws RoomError "not-connected". */
  async sendData(payload: Uint8Array, tags: ReadonlySet<string>): Promise<void> {
    if (this.#room.state !== ConnectionState.Connected) throw new RoomError("not-connected", "no room to send to")
    const destinationIdentities = [...this.#room.remoteParticipants.keys()].filter((identity) =>
      tags.has(tagOf(identity) ?? ""),
    )
    if (destinationIdentities.length === 0) return // an empty list would mean everybody
    await this.#room.localParticipant.publishData(new Uint8Array(payload), { reliable: true, destinationIdentities })
  }

  /** The tags of everybody else in the room. */
  tags(): ReadonlySet<string> {
    return new Set([...this.#room.remoteParticipants.keys()].flatMap((identity) => tagOf(identity) ?? []))
  }

  /** Everybody else in the room by tag; of two with one tag the newest counts. */
  people(): ReadonlyMap<string, RemotePerson> {
    const byTag = new Map<string, RemoteParticipant>()
    for (const participant of this.#room.remoteParticipants.values()) {
      const tag = tagOf(participant.identity)
      if (!tag) continue
      const known = byTag.get(tag)
      if (!known || (known.joinedAt ?? 0) <= (participant.joinedAt ?? 0)) byTag.set(tag, participant)
    }
    return new Map(Array.from(byTag, ([tag, participant]) => [tag, describe(tag, participant, this.#early)]))
  }

  /** Receives these of the others' pictures from now on, also of tracks to come. */
  show(wanted: WantedPictures): void {
    this.#wanted = wanted
    for (const participant of this.#room.remoteParticipants.values()) this.#receivePictures(participant)
  }

  /** Asks our own encoders for a key frame each, in Chromium by an encoding option (design §6). */
  async sendKeyFrame(): Promise<void> {
    await Promise.all([this.#sendKeyFrameOf(Track.Source.Camera), this.#sendKeyFrameOf(Track.Source.ScreenShare)])
  }

  async #sendKeyFrameOf(source: Track.Source): Promise<void> {
    const sender = this.#room.localParticipant.getTrackPublication(source)?.track?.sender
    if (!sender) return
    const parameters = sender.getParameters()
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }))
    // The second argument is Chromium's (w3c/webrtc-extensions, "setParameters with keyFrame"). LiveKit may be changing the
    // same encoder just now, or may have ended it: who misses the key frame then asks for one.
    await sender.setParameters(parameters, { encodingOptions }).catch(() => undefined)
  }

  /** Where the media goes. */
  async path(): Promise<PathFacts> {
    return readPath(this.#room)
  }

  #receivePictures(participant: RemoteParticipant): void {
    const isFew = this.#room.remoteParticipants.size <= this.#fewPeople
    receivePictures(participant, this.#wanted, isFew ? "few" : "many")
  }

  #handleEarly({ tag, source }: IncomingTrack, track: MediaStreamTrack): void {
    this.#early.set(`${tag} ${source}`, track)
    this.#listener.onPeople()
  }

  #listen(): void {
    const changed = () => this.#listener.onPeople()
    for (const event of PEOPLE_EVENTS) this.#room.on(event, changed)
    this.#room
      // Before the first media come, so that a full room does not begin with everybody's picture.
      .on(RoomEvent.SignalConnected, () => this.show(this.#wanted))
      .on(RoomEvent.TrackPublished, (_publication, participant) => this.#receivePictures(participant))
      .on(RoomEvent.TrackSubscribed, (_track, _publication, participant) => this.#receivePictures(participant))
      .on(RoomEvent.DataReceived, (payload, participant) => {
        const tag = participant && tagOf(participant.identity)
        if (tag) this.#listener.onData(tag, payload)
      })
      .on(RoomEvent.Reconnecting, () => this.#listener.onConnection("reconnecting"))
      .on(RoomEvent.SignalReconnecting, () => this.#listener.onConnection("reconnecting"))
      .on(RoomEvent.Reconnected, () => {
        this.#early.clear()
        this.show(this.#wanted)
        this.#listener.onConnection("connected")
      })
      .on(RoomEvent.Disconnected, (reason) => {
        if (!this.#wasConnected || reason === DisconnectReason.CLIENT_INITIATED) return
        this.#wasConnected = false // until a next `connect`, whose failures are its caller's
        this.#listener.onConnection(reason !== undefined && SENT_AWAY.includes(reason) ? "removed" : "lost")
      })
  }
}

const LIVEKIT_SOURCE = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
} as const satisfies Record<SentSource, Track.Source>

const SENT_AWAY: readonly DisconnectReason[] = [
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.PARTICIPANT_REMOVED,
]

const PEOPLE_EVENTS = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
] as const

/** The first connection of a document pays for threads, codecs and certificates; so a throw-away one does. */
async function startMediaStack(): Promise<void> {
  const connection = new RTCPeerConnection({ iceServers: [] })
  connection.createDataChannel("")
  connection.addTransceiver("audio")
  connection.addTransceiver("video")
  await connection.setLocalDescription()
  connection.close()
}

function describe(
  tag: string,
  participant: RemoteParticipant,
  early: ReadonlyMap<string, MediaStreamTrack>,
): RemotePerson {
  const media = new Map<MediaSource, RemoteMedia>()
  for (const publication of participant.trackPublications.values()) {
    const source = sourceOf(publication.source)
    const track = publication.track?.mediaStreamTrack ?? early.get(`${tag} ${source}`)
    if (source && track) media.set(source, { track, isMuted: publication.isMuted })
  }
  return { tag, media, isSpeaking: participant.isSpeaking, quality: qualityOf(participant.connectionQuality) }
}

function qualityOf(quality: string): RemotePerson["quality"] {
  if (quality === "excellent" || quality === "good") return "good"
  return quality === "poor" || quality === "lost" ? quality : "unknown"
}
