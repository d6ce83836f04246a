// One client's room at the SFU that is in this process: what src/room is in a browser.

import type { MeetingRoom } from "../../src/meeting/parts.ts"
import type { MediaSource } from "../../src/room/frame-encryption.ts"
import { RoomError } from "../../src/room/errors.ts"
import type { RemoteMedia, RemotePerson, RoomOptions, SentSource } from "../../src/room/media-room.ts"
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
  /** Hears every frame that opens, in place of keeping it; the tag is its person's. */
  audience: ((tag: string, source: MediaSource, bytes: Uint8Array) => void) | null = null
  /** Whether data packets of this client and to it arrive. */
  data: "carried" | "lost" = "carried"
  readonly #sfu: NodeSfu
  readonly #options: RoomOptions
  readonly #receives: "all-media" | "no-media"
  #way: "open" | "broken" | "vanished" = "open"
  #grant: Grant | null = null
  #identity = ""
  #tag = ""
  #name = ""

  constructor(sfu: NodeSfu, options: RoomOptions, receives: "all-media" | "no-media") {
    this.#sfu = sfu
    this.#options = options
    this.#receives = receives
  }

  /** Throws before `connect`. */
  get grant(): Grant {
    if (!this.#grant) throw new TypeError("the room was not entered")
    return this.#grant
  }

  /** LiveKit's identity of this session. */
  get identity(): string {
    return this.#identity
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
    if (this.#way !== "open") throw new RoomError("unreachable", "the way to the SFU is broken")
    this.#grant = { url, token }
    const { identity, room } = readToken(token)
    this.#identity = identity
    this.#tag = tagOf(identity) ?? ""
    this.#name = room
    this.#options.transforms.nameInjectedFrames(this.#sfu.trailer)
    this.#sfu.handleConnected(room, this)
  }

  async disconnect(): Promise<void> {
    if (this.afterGoodbye === "forgotten" && this.#way !== "vanished") this.#sfu.handleDisconnected(this.#name, this)
  }

  /** Whether the client is no more, though the SFU has not noticed. */
  get hasVanished(): boolean {
    return this.#way === "vanished"
  }

  /** The session ends, and with it all tracks; `connect` fails until `regain`. */
  lose(): void {
    this.#way = "broken"
    this.#sfu.handleDisconnected(this.#name, this)
    this.published.clear()
    this.received.clear()
    this.#options.listener.onConnection("lost")
  }

  regain(): void {
    this.#way = "open"
  }

  /** Sends and takes nothing any more, without a word to the SFU. */
  vanish(): void {
    this.#way = "vanished"
    this.received.clear()
  }

  async publish(source: SentSource, track: MediaStreamTrack): Promise<void> {
    const known = this.published.get(source)
    if (known) {
      known.isMuted = false
      this.#sfu.tellPeople(this.#name)
      return
    }
    const sender = new NodeSender()
    this.#options.transforms.seal(sender as unknown as RTCRtpSender, { source })
    const facts = this.#sfu.publish(this.#name, this, source)
    this.published.set(source, { facts, sender, track, isMuted: false })
  }

  async mute(source: SentSource): Promise<void> {
    const published = this.published.get(source)
    if (published && source === "screen") {
      this.published.delete(source)
      this.#sfu.unpublish(this.#name, this, published.facts)
    } else if (published) {
      published.isMuted = true
    }
    if (published) this.#sfu.tellPeople(this.#name)
  }

  async sendData(payload: Uint8Array, tags: ReadonlySet<string>): Promise<void> {
    if (!this.#sfu.isIn(this.#name, this)) throw new RoomError("not-connected", "no room to send to")
    if (this.data === "carried") this.#sfu.handlePacket(this.#name, this, payload, tags)
  }

  tags(): ReadonlySet<string> {
    return new Set(this.#others().map(({ tag }) => tag))
  }

  people(): ReadonlyMap<string, RemotePerson> {
    return new Map(this.#others().map((other) => [other.tag, other.describe()]))
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

  /** Sends a frame of a stream, which the SFU does not keep; `onSealed` is called unless it was dropped unsealed. */
  post(source: MediaSource, plaintext: Uint8Array, onSealed: () => void): void {
    const published = this.published.get(source)
    if (!published || this.#way !== "open") return
    const { facts, sender } = published
    sender.post(encodedFrame(plaintext, facts.mimeType), (bytes) => {
      onSealed()
      void this.#sfu.handOn(this.#name, { track: facts.id, bytes })
    })
  }

  describe(): RemotePerson {
    const media = Array.from(this.published, ([source, { track, isMuted }]): [MediaSource, RemoteMedia] => [
      source,
      { track, isMuted },
    ])
    return { tag: this.#tag, media: new Map(media), isSpeaking: false, quality: "good" }
  }

  handlePeople(): void {
    if (this.hasVanished) return
    this.#options.listener.onPeople()
  }

  handlePacket(tag: string, payload: Uint8Array): void {
    if (this.hasVanished || this.data === "lost") return
    this.#options.listener.onData(tag, payload)
  }

  handleTrack(publisher: NodeRoom, facts: TrackFacts): void {
    if (this.hasVanished || this.#receives === "no-media") return
    const { tag } = publisher
    const { id, source, mimeType } = facts
    const receiver = new NodeReceiver(() => {
      const { audience } = this
      return audience && ((bytes) => audience(tag, source, bytes))
    })
    this.received.set(id, { facts, tag, receiver })
    this.#options.transforms.open(receiver as unknown as RTCRtpReceiver, { id, tag, source, mimeType })
  }

  /** The SFU ends the tracks of whoever went. */
  handleGone(publisher: NodeRoom): void {
    for (const { facts } of publisher.published.values()) this.handleTrackEnded(facts)
  }

  handleTrackEnded({ id }: TrackFacts): void {
    if (this.received.delete(id)) this.#options.transforms.close(id)
  }

  async handleFrame({ track, bytes }: SealedFrame): Promise<void> {
    const received = this.received.get(track)
    await received?.receiver.receive(encodedFrame(bytes, received.facts.mimeType))
  }

  #others(): readonly NodeRoom[] {
    if (!this.#sfu.isIn(this.#name, this)) return []
    return [...this.#sfu.participants(this.#name)].filter((other) => other !== this)
  }
}

/** What the SFU reads in a token (a JWT); this one trusts whoever made it. */
function readToken(token: string): { readonly identity: string; readonly room: string } {
  const claims: { sub: string; video: { room: string } } = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  )
  return { identity: claims.sub, room: claims.video.room }
}
