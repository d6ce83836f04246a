// Stands in for the SFU in one process: hands on sealed frames and packets between clients and, where a test says so,
// does with them whatever a hostile one could.

import { randomBytes } from "../../src/bytes/bytes.ts"
import type { MeetingRoom } from "../../src/meeting/parts.ts"
import type { MediaSource } from "../../src/room/frame-encryption.ts"
import type { RoomOptions, SentSource } from "../../src/room/media-room.ts"
import { NodeRoom } from "./node-room.ts"
import type { SessionEvent } from "./sfu-webhook.ts"

/** A frame as the SFU has it: the track that it says it is of, and sealed bytes. */
export interface SealedFrame {
  readonly track: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What is announced of a track. */
export interface TrackFacts {
  readonly id: string
  readonly source: MediaSource
  readonly mimeType: string
}

const MIME_TYPES = { microphone: "audio/opus", camera: "video/VP8", screen: "video/VP8" } as const

export class NodeSfu {
  /** What it announces as the end of frames of its own. */
  readonly trailer = randomBytes(16)
  /** Every frame that came, in order, but those of streams. */
  readonly received: SealedFrame[] = []
  /** What is handed on in place of a frame that came: nothing, copies, others. */
  interfere: (frame: SealedFrame) => readonly SealedFrame[] = (frame) => [frame]
  /** The same for data packets. */
  interfereWithPacket: (packet: Uint8Array) => readonly Uint8Array[] = (packet) => [packet]
  /** What a track is announced as. */
  announce: (facts: TrackFacts) => TrackFacts = (facts) => facts
  /** Who hears of sessions' beginnings and ends. */
  onSession: (event: SessionEvent) => void = () => undefined
  readonly #rooms = new Map<string, Set<NodeRoom>>()
  #lastTrack = 0

  createRoom(options: RoomOptions, receives: "all-media" | "no-media" = "all-media"): NodeRoom & MeetingRoom {
    return new NodeRoom(this, options, receives)
  }

  /** Everybody in a room. */
  participants(room: string): ReadonlySet<NodeRoom> {
    return this.#rooms.get(room) ?? new Set()
  }

  isIn(room: string, participant: NodeRoom): boolean {
    return this.participants(room).has(participant)
  }

  /** Notices whose clients are no more, as an SFU does after a while. */
  noticeVanished(): void {
    for (const [room, participants] of this.#rooms) {
      for (const participant of participants) if (participant.hasVanished) this.handleDisconnected(room, participant)
    }
  }

  handleConnected(room: string, participant: NodeRoom): void {
    const participants = this.#rooms.get(room) ?? new Set()
    this.#rooms.set(room, participants)
    for (const other of participants) {
      for (const { facts } of other.published.values()) participant.handleTrack(other, this.announce(facts))
    }
    participants.add(participant)
    this.onSession({ event: "participant_joined", room, identity: participant.identity })
    this.tellPeople(room)
  }

  handleDisconnected(room: string, participant: NodeRoom): void {
    if (!this.#rooms.get(room)?.delete(participant)) return
    this.onSession({ event: "participant_left", room, identity: participant.identity })
    for (const other of this.participants(room)) other.handleGone(participant)
    this.tellPeople(room)
  }

  /** A new track of a participant, told to all others. */
  publish(room: string, publisher: NodeRoom, source: SentSource): TrackFacts {
    const facts = { id: `TR_${++this.#lastTrack}`, source, mimeType: MIME_TYPES[source] }
    for (const other of this.participants(room)) {
      if (other !== publisher) other.handleTrack(publisher, this.announce(facts))
    }
    this.tellPeople(room)
    return facts
  }

  /** A participant's track is over. */
  unpublish(room: string, publisher: NodeRoom, facts: TrackFacts): void {
    for (const other of this.participants(room)) if (other !== publisher) other.handleTrackEnded(facts)
  }

  /** A frame came in. */
  async handleFrame(room: string, frame: SealedFrame): Promise<void> {
    this.received.push(frame)
    await this.handOn(room, frame)
  }

  /** A frame came in that need not be kept. */
  async handOn(room: string, frame: SealedFrame): Promise<void> {
    for (const handedOn of this.interfere(frame)) await this.deliver(room, handedOn)
  }

  /** Sends a frame to everybody who receives the track it names. */
  async deliver(room: string, frame: SealedFrame): Promise<void> {
    await Promise.all([...this.participants(room)].map((participant) => participant.handleFrame(frame)))
  }

  /** Hands a packet to those whose tag is named. */
  handlePacket(room: string, from: NodeRoom, payload: Uint8Array, tags: ReadonlySet<string>): void {
    for (const participant of this.participants(room)) {
      if (participant === from || !tags.has(participant.tag)) continue
      for (const handedOn of this.interfereWithPacket(payload)) participant.handlePacket(from.tag, handedOn)
    }
  }

  /** Something changed of what participants know of each other. */
  tellPeople(room: string): void {
    for (const participant of this.participants(room)) participant.handlePeople()
  }
}
