// The media side of a meeting: the room, the frame worker and the data channel, kept in step with the group's epochs.

import { isEqual, toHex } from "../bytes/bytes.ts"
import type { Clock } from "../media/clock.ts"
import type { OpenedDataMessage } from "../media/data-message.ts"
import type { EpochChange } from "../media/epoch.ts"
import { FrameWorker, type WorkerLike } from "../media/frame-worker.ts"
import { Switching } from "../media/switching.ts"
import type { TransformOptions, WorkerEvent } from "../media/worker-protocol.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"
import type { RoomConnection } from "../room/media-room.ts"
import { DataMessages, nullIfUnsent } from "./data-messages.ts"
import { MOST_SHOWN } from "./engine-handle.ts"
import { HEARTBEAT, Heartbeats, readHeartbeat, type Step } from "./heartbeat.ts"
import type { Random } from "./jitter.ts"
import { KeyFrames } from "./key-frames.ts"
import type { CreateRoom, MeetingRoom } from "./parts.ts"
import { TrackTransforms } from "./track-transforms.ts"
import { TrackVerdicts } from "./track-verdicts.ts"

export interface ConferenceOptions {
  readonly clock: Clock
  readonly random: Random
  readonly worker: WorkerLike
  readonly createTransform: (options: TransformOptions) => RTCRtpScriptTransform
  readonly createRoom: CreateRoom
  readonly videoCodec: "vp8" | "vp9"
  readonly listener: ConferenceListener
}

export interface ConferenceListener {
  /** Anything about the others' media changed. */
  readonly onMedia: () => void
  readonly onConnection: (state: RoomConnection) => void
  /** A member's heartbeat, by identity: whether it is in our epoch. */
  readonly onBeat: (identity: string, step: Step) => void
  /** Frames of an epoch that we do not have have come for a second. */
  readonly onBehind: () => void
}

/** When each own epoch came and was first sent under: milliseconds of the clock. */
export interface EpochTimes {
  readonly epoch: bigint
  readonly installedAt: number
  readonly sendingAt: number | null
}

const STATISTICS_EVERY_MS = 1000
const KEPT_EPOCH_TIMES = 64

export class Conference {
  readonly room: MeetingRoom
  readonly frames: FrameWorker
  readonly transforms: TrackTransforms
  readonly verdicts = new TrackVerdicts()
  /** What the members say to each other beside their media. */
  readonly data: DataMessages
  readonly #clock: Clock
  readonly #listener: ConferenceListener
  readonly #heartbeats: Heartbeats
  readonly #keyFrames: KeyFrames
  #switching: Switching
  #state: EpochState | null = null
  #tags: ReadonlyMap<string, string> = new Map()
  #times: readonly EpochTimes[] = []
  #final = -1n
  /** An epoch whose time to be sent under has come before the service's word that it stays. */
  #waitingForFinal: bigint | null = null
  #cancelPoll: () => void = () => undefined
  #isHalted = false

  constructor(options: ConferenceOptions) {
    const { clock, random, listener, videoCodec, createTransform, createRoom } = options
    this.#clock = clock
    this.#listener = listener
    this.frames = new FrameWorker(options.worker, (event) => this.#handleWorkerEvent(event))
    this.transforms = new TrackTransforms({
      frames: this.frames,
      createTransform,
      videoMimeType: `video/${videoCodec.toUpperCase()}`,
      onClosed: (track) => this.verdicts.forget(track),
    })
    this.#switching = this.#newSwitching()
    this.data = new DataMessages({
      clock,
      frames: this.frames,
      send: (packet, to) => void this.#send(packet, to),
      onFirst: () => listener.onMedia(),
    })
    this.data.take(HEARTBEAT, (message) => this.#handleHeartbeat(message))
    this.#keyFrames = new KeyFrames({ clock, data: this.data, onWanted: () => void this.room.sendKeyFrame() })
    const post = (body: Uint8Array) => void this.data.post(HEARTBEAT, body).catch(nullIfUnsent) // the next one tells
    const connected = () => (this.#state ? this.#connected(this.#state).length : 0)
    this.#heartbeats = new Heartbeats({ clock, random, post, connected })
    this.room = createRoom({
      transforms: this.transforms,
      videoCodec,
      fewPeople: MOST_SHOWN,
      listener: {
        onConnection: (state) => listener.onConnection(state),
        onPeople: () => listener.onMedia(),
        onData: (tag, payload) => void this.data.handlePacket(payload, this.transforms.identityOf(tag)),
      },
    })
    this.#pollStatistics()
  }

  /**
   * Opens frames of a new epoch from now on, and seals under it when the others are ready or the time is up, but not
   * before `finalize`: the service may still take it back.
   */
  async install(state: EpochState, change: EpochChange, tags: ReadonlyMap<string, string>): Promise<void> {
    const before = this.#state
    const isNewGroup = before === null || !isEqual(before.groupId, state.groupId)
    if (isNewGroup) this.#beginGroup()
    this.#state = state
    this.#tags = tags
    const { groupId, epoch, baseKey, ownLeaf, signingKey, members } = state
    this.transforms.setIdentities(
      new Map(members.map(({ identityKey }) => [tags.get(toHex(identityKey)) ?? "", identityKey])),
    )
    const leaves = members.map(({ leaf, identityKey, leafKey }) => ({ leaf, identityKey, leafKey })) // no names cross
    const installed = this.frames.installEpoch({ groupId, epoch, change, baseKey, leaves, ownLeaf, signingKey })
    this.#times = [...this.#times, { epoch, installedAt: this.#clock.now(), sendingAt: null }].slice(-KEPT_EPOCH_TIMES)
    await installed
    const isNewLeaf = this.data.handleEpoch(state) === "new-leaf"
    // The others have the epoch of whoever enters already, and let its older keys go.
    if (isNewGroup || isNewLeaf) await this.finalize(epoch).then(() => this.#switchTo(epoch))
    else this.#switching.handleInstalled(epoch, change, this.#awaited(state, before))
    this.#heartbeats.handleInstalled(state)
  }

  /** The epoch stays. */
  async finalize(epoch: bigint): Promise<void> {
    this.#final = epoch
    if (this.#waitingForFinal === epoch) await this.#switchOnceFinal(epoch)
  }

  /** Says to the others at once which epoch is installed, and what else waited until they hear us. */
  beat(): void {
    this.#keyFrames.handleHeard()
    this.#heartbeats.beat()
  }

  /** Seals nothing that people say or show any more, whatever is installed, until `proceed`. */
  async halt(): Promise<void> {
    this.#isHalted = true
    await this.frames.halt()
  }

  /** Seals again, under the newest epoch that is final. */
  async proceed(): Promise<void> {
    if (!this.#isHalted || !this.#state) return
    this.#isHalted = false
    const { epoch } = this.#state
    await this.#switchTo(epoch <= this.#final ? epoch : this.#final)
  }

  /** The service took `retired` back; `state` is the epoch before it. */
  async restore(state: EpochState, retired: bigint): Promise<void> {
    this.#state = state
    this.#waitingForFinal = null
    await this.frames.retire(retired)
    this.#switching.handleRetired(retired)
    this.#switching.handleInstalled(state.epoch, "other", this.#awaited(state, state))
    this.#heartbeats.handleRestored(state)
  }

  epochTimes(): readonly EpochTimes[] {
    return this.#times
  }

  async close(): Promise<void> {
    this.#cancelPoll()
    this.#heartbeats.close()
    this.#switching.close()
    this.data.close()
    await this.room.disconnect()
  }

  #newSwitching(): Switching {
    return new Switching(this.#clock, {
      onSwitch: (epoch) => void this.#switchOnceFinal(epoch),
      onKeyFrame: () => void this.room.sendKeyFrame(),
    })
  }

  // Epochs are numbered anew.
  #beginGroup(): void {
    this.#switching.close()
    this.#switching = this.#newSwitching()
    this.#waitingForFinal = null
  }

  async #send(packet: Uint8Array, to: readonly Uint8Array[]): Promise<void> {
    const tags = new Set(to.flatMap((identityKey) => this.#tags.get(toHex(identityKey)) ?? []))
    await this.room.sendData(packet, tags).catch(() => undefined) // not connected: what needs to arrive is sent again
  }

  #handleHeartbeat(message: OpenedDataMessage): void {
    if (!this.#state) return
    const { epoch, step } = readHeartbeat(message.body, this.#state)
    if (step === "same") this.#switching.handleAcknowledged(message.identityKey, epoch)
    this.#heartbeats.handleHeard(message)
    this.#listener.onBeat(toHex(message.identityKey), step)
  }

  /** The others of an epoch who are connected to the SFU, and so hear us. */
  #connected({ members, ownLeaf }: EpochState): readonly EpochMember[] {
    const present = this.room.tags()
    return members.filter(
      ({ leaf, identityKey }) => leaf !== ownLeaf && present.has(this.#tags.get(toHex(identityKey)) ?? ""),
    )
  }

  /** Those of them who were in the epoch before under the same leaf key. */
  #awaited(state: EpochState, before: EpochState): readonly Uint8Array[] {
    const stayed = new Set(before.members.map(({ leafKey }) => toHex(leafKey)))
    return this.#connected(state)
      .filter(({ leafKey }) => stayed.has(toHex(leafKey)))
      .map(({ identityKey }) => identityKey)
  }

  async #switchOnceFinal(epoch: bigint): Promise<void> {
    const isFinal = epoch <= this.#final
    this.#waitingForFinal = isFinal ? null : epoch
    if (isFinal) await this.#switchTo(epoch)
  }

  async #switchTo(epoch: bigint): Promise<void> {
    if (this.#isHalted) return // `proceed` makes up for it
    await this.frames.switchTo(epoch)
    this.#switching.handleSwitched()
    const sendingAt = this.#clock.now()
    this.#times = this.#times.map((times) => (times.epoch === epoch ? { ...times, sendingAt } : times))
  }

  #handleWorkerEvent(event: WorkerEvent): void {
    switch (event.type) {
      case "first":
        if (event.direction === "receive") this.#handleFirst(event.track, event.isDelta)
        this.#listener.onMedia()
        return
      case "faults":
        return // judged with the statistics, which know what passed besides
      case "behind":
        this.#listener.onBehind()
    }
  }

  #handleFirst(track: string, isDelta: boolean): void {
    this.verdicts.handleFirst(track, this.#clock.now())
    const sender = isDelta ? this.transforms.tracks().get(track) : undefined
    if (sender) this.#keyFrames.ask(sender.identityKey)
  }

  #pollStatistics(): void {
    this.#cancelPoll = this.#clock.after(STATISTICS_EVERY_MS, () => {
      this.#pollStatistics()
      void this.#judgeTracks()
    })
  }

  async #judgeTracks(): Promise<void> {
    if (this.verdicts.update(await this.frames.statistics(), this.#clock.now()) === "changed") this.#listener.onMedia()
  }
}
