// One client's room at the SFU that is in this process: what src/room is in a browser.

import type { MeetingRoom } from "../../src/meeting/parts.ts"
import type { MediaSource } from "../../src/room/frame-encryption.ts"
import type { RemoteMedia, RemotePerson, RoomOptions } from "../../src/room/media-room.ts"
import type { PathFacts } from "../../src/room/path-facts.ts"
import { tagOf } from "../../src/room/person-tag.ts"
import type { NodeSfu, SealedFrame, TrackFacts } from "./node-sfu.ts"
import { encodedFrame, NodeReceiver, NodeSender } from "./node-track.ts"

export interface PublishedTrack {
  readonly facts: TrackFacts
  readonly sender: NodeSender
  readonly track: MediaStreamTrack
  isMuted: boolean
}

export interface ReceivedTrack {
  readonly facts: TrackFacts
  /** Tag of the person whose track it is announced as. */
  readonly tag: string
  readonly receiver: NodeReceiver
}

/** Where the service sent us: the SFU's address and the token for one room of it. */
export interface Grant {
  readonly url: string
  readonly token: string
}

export class NodeRoom implements MeetingRoom {
  readonly published = new Map<MediaSource, PublishedTrack>()
  /** By track id. */
  readonly received = new Map<string, ReceivedTrack>()
  /** Whether the SFU goes on sending to this client after it said good-bye. */
  afterGoodbye: "forgotten" | "still-served" = "forgotten"
  readonly #sfu: NodeSfu
  readonly #options: RoomOptions
  #grant: Grant | null = null
  #tag = ""
  #name = ""

  constructor(sfu: NodeSfu, options: RoomOptions) {
    this.#sfu = sfu
    this.#options = options
  }

  /** Throws before `connect`. */
  get grant(): Grant {
    if (!this.#grant) throw new TypeError("the room was not entered")
    return this.#grant
  }

  get tag(): string {
    return this.#tag
  }

  /** The SFU's name of the room. */
  get name(): string {
    return this.#name
  }

  async prepare(): Promise<void> {}

  async connect(url: string, token: string): Promise<void> {
    this.#grant = { url, token }
    const { identity, room } = readToken(token)
    this.#tag = tagOf(identity) ?? ""
    this.#name = room
    this.#options.transforms.nameInjectedFrames(this.#sfu.trailer)
    this.#sfu.handleConnected(room, this)
  }

  async disconnect(): Promise<void> {
    if (this.afterGoodbye === "forgotten") this.#sfu.handleDisconnected(this.#name, this)
  }

  async publish(source: "microphone" | "camera", track: MediaStreamTrack): Promise<void> {
    const known = this.published.get(source)
    if (known) {
      known.isMuted = false
      return
    }
    const sender = new NodeSender()
    this.#options.transforms.seal(sender as unknown as RTCRtpSender, { source })
    const facts = this.#sfu.publish(this.#name, this, source)
    this.published.set(source, { facts, sender, track, isMuted: false })
  }

  async mute(source: "microphone" | "camera"): Promise<void> {
    const published = this.published.get(source)
    if (published) published.isMuted = true
  }

  async sendData(payload: Uint8Array, tags: ReadonlySet<string>): Promise<void> {
    this.#sfu.handlePacket(this.#name, this, payload, tags)
  }

  people(): ReadonlyMap<string, RemotePerson> {
    const others = [...this.#sfu.participants(this.#name)].filter((other) => other !== this)
    return new Map(others.map((other) => [other.tag, other.describe()]))
  }

  show(): void {}

  async sendKeyFrame(): Promise<void> {}

  async path(): Promise<PathFacts> {
    return { address: null, transport: null, roundTripMs: null }
  }

  /** Seals a frame and gives it to the SFU; resolves with the sealed bytes when all receivers have it. */
  async send(source: MediaSource, plaintext: Uint8Array): Promise<SealedFrame> {
    const published = this.published.get(source)
    if (!published) throw new TypeError(`no ${source} is published`)
    const { facts, sender } = published
    const frame = { track: facts.id, bytes: await sender.send(encodedFrame(plaintext, facts.mimeType)) }
    await this.#sfu.handleFrame(this.#name, frame)
    return frame
  }

  describe(): RemotePerson {
    const media = Array.from(this.published, ([source, { track, isMuted }]): [MediaSource, RemoteMedia] => [
      source,
      { track, isMuted },
    ])
    return { tag: this.#tag, media: new Map(media), isSpeaking: false, quality: "good" }
  }

  handlePeople(): void {
    this.#options.listener.onPeople()
  }

  handlePacket(tag: string, payload: Uint8Array): void {
    this.#options.listener.onData(tag, payload)
  }

  handleTrack(publisher: NodeRoom, facts: TrackFacts): void {
    const { tag } = publisher
    const receiver = new NodeReceiver()
    this.received.set(facts.id, { facts, tag, receiver })
    const { id, source, mimeType } = facts
    this.#options.transforms.open(receiver as unknown as RTCRtpReceiver, { id, tag, source, mimeType })
  }

  async handleFrame({ track, bytes }: SealedFrame): Promise<void> {
    const received = this.received.get(track)
    await received?.receiver.receive(encodedFrame(bytes, received.facts.mimeType))
  }
}

/** What the SFU reads in a token (a JWT); this one trusts whoever made it. */
function readToken(token: string): { readonly identity: string; readonly room: string } {
  const claims: { sub: string; video: { room: string } } = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  )
  return { identity: claims.sub, room: claims.video.room }
}
