// A whole client in plain Node: the extension's own code from link to media, with frames made up by the test in place of
// camera and microphone, and the SFU of node-sfu.ts.

import { utf8 } from "../../src/bytes/bytes.ts"
import { type DeviceKind, Devices, type DeviceState } from "../../src/devices/devices.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import type { FaultCounts } from "../../src/media/track-report.ts"
import type { MediaKind, Speaking } from "../../src/meeting/engine-handle.ts"
import type { HostOrder, OrderOutcome } from "../../src/meeting/host-order.ts"
import type { VisitParts } from "../../src/meeting/parts.ts"
import type { MeetingPhase } from "../../src/meeting/snapshot.ts"
import { Visit } from "../../src/meeting/visit.ts"
import type { EpochState } from "../../src/mls/epoch-state.ts"
import type { MlsWorker } from "../../src/mls/mls-worker.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { eventually } from "./eventually.ts"
import { type NodeSurroundings, openVault, partsWith, testDevices } from "./node-parts.ts"
import type { NodeRoom, ReceivedTrack } from "./node-room.ts"
import type { SealedFrame } from "./node-sfu.ts"
import { NodeSockets } from "./node-sockets.ts"
import { startFrames } from "./node-workers.ts"

export interface NodeClientOptions extends NodeSurroundings {
  readonly name: string
  readonly link: string
  /** A vault of an earlier visit, which knows who we were; a new one where there is none. */
  readonly vault?: Vault
  /** The way to the service, for who listens on it from the first word on. */
  readonly sockets?: NodeSockets
  /** Whether the others' tracks are received, as they are unless said otherwise. */
  readonly receives?: "all-media" | "no-media"
}

export class NodeClient {
  readonly name: string
  readonly vault: Vault
  readonly visit: Visit
  readonly #devices: Devices
  readonly #lifetime = new AbortController()
  readonly #sockets: NodeSockets
  #mls: MlsWorker | null = null
  #room: NodeRoom | null = null

  private constructor(
    { name, link, sfu, receives = "all-media", sockets = new NodeSockets(), ...surroundings }: NodeClientOptions,
    vault: Vault,
  ) {
    this.#sockets = sockets
    this.name = name
    this.vault = vault
    this.#devices = new Devices({
      mediaDevices: testDevices(),
      onChange: () => this.visit?.syncDevices(),
      onLost: () => undefined,
      abortSignal: this.#lifetime.signal,
    })
    const common = partsWith(vault, { ...surroundings, sfu })
    const parts: VisitParts = {
      ...common,
      openSocket: (address) => this.#sockets.open(address),
      startMls: (abortSignal) => (this.#mls = common.startMls(abortSignal)),
      // Not with the visit: a former member may well keep its worker running.
      startFrames: () => startFrames(this.#lifetime.signal),
      createRoom: (options) => (this.#room = sfu.createRoom(options, receives)),
    }
    const parsed = parseMeetingLink(link)
    if (!parsed) throw new TypeError("expected a meeting link")
    this.visit = new Visit(parsed, { parts, devices: this.#devices, whose: "theirs", onChange: () => undefined })
  }

  /** Somebody on the pre-join page, or turned away from it. */
  static async arrive(options: NodeClientOptions): Promise<NodeClient> {
    const client = new NodeClient(options, options.vault ?? (await openVault()))
    await client.visit.arrive()
    return client
  }

  /** Goes in; resolves when in the meeting, throws with the fault otherwise. */
  async join(): Promise<void> {
    await this.visit.join(this.name)
    const { snapshot } = this
    if (snapshot.phase === "meeting") return
    throw new Error(`${this.name} did not get in: ${snapshot.phase === "ended" ? snapshot.fault : snapshot.phase}`)
  }

  get snapshot(): MeetingPhase {
    return this.visit.snapshot({ ...this.#devices.snapshot, level: 0 })
  }

  /** The snapshot of somebody in the meeting. */
  get shown(): Extract<MeetingPhase, { phase: "meeting" }> {
    const { snapshot } = this
    if (snapshot.phase !== "meeting") throw new TypeError(`${this.name} is not in the meeting`)
    return snapshot
  }

  get state(): EpochState {
    const state = this.visit.attendance?.state
    if (!state) throw new TypeError(`${this.name} is not in the meeting`)
    return state
  }

  get room(): NodeRoom {
    if (!this.#room) throw new TypeError("there is no room")
    return this.#room
  }

  /** Types of everything that was asked of the service. */
  get asked(): readonly string[] {
    return this.#sockets.asked
  }

  /** The way to the service, to look at and to meddle with. */
  get wire(): NodeSockets {
    return this.#sockets
  }

  /** What newcomers join by. */
  async exportGroupInfo(): Promise<Uint8Array<ArrayBuffer>> {
    if (!this.#mls) throw new TypeError("there is no group")
    return new Uint8Array(await this.#mls.exportGroupInfo())
  }

  /** The group's secret as MLS exports it (RFC 9420 §8.5). */
  async exportSecret(label: string, length: number): Promise<Uint8Array> {
    if (!this.#mls) throw new TypeError("there is no group")
    return this.#mls.exportSecret(label, new Uint8Array(), length)
  }

  /** Publishes a test track. */
  async turnOn(kind: DeviceKind): Promise<void> {
    await this.#devices.turnOn(kind)
    await eventually(() => {
      if (!this.room.published.has(kind)) throw new Error(`${this.name}'s ${kind} is not published`)
    })
  }

  /** Sends a frame that holds `content`; resolves when the SFU has dealt with it. */
  send(kind: MediaKind, content: string): Promise<SealedFrame> {
    return this.room.send(kind, plaintextFrame(kind, content))
  }

  /** The contents that were opened of a person's track, once everything that arrived on it was opened or dropped. */
  async opened(from: NodeClient, kind: MediaKind): Promise<readonly string[]> {
    await this.#judged(from, kind)
    return this.track(from, kind).receiver.opened.map((frame) => new TextDecoder().decode(frame.subarray(1)))
  }

  /** What was dropped of a person's track, by fault, once everything that arrived on it was opened or dropped. */
  async faults(from: NodeClient, kind: MediaKind): Promise<FaultCounts> {
    return (await this.#judged(from, kind)).faults
  }

  /** A person's track as we receive it, whatever it is announced as. */
  track(from: NodeClient, kind: MediaKind): ReceivedTrack {
    const track = this.room.received.get(from.room.published.get(kind)?.facts.id ?? "")
    if (!track) throw new TypeError(`${this.name} receives no ${kind} of ${from.name}`)
    return track
  }

  async leave(): Promise<void> {
    await this.visit.leave()
  }

  /** What people say beside their media, as a view has it. */
  get speaking(): Speaking {
    const { speaking } = this.visit
    if (!speaking) throw new TypeError(`${this.name} is not in the meeting`)
    return speaking
  }

  /** Shows a screen that holds nothing: frames are made up elsewhere. */
  async showScreen(): Promise<void> {
    const [track = null] = (await testDevices().getUserMedia({ video: true })).getTracks()
    this.speaking.showScreen(track)
    await eventually(() => {
      if (!this.room.published.has("screen")) throw new Error(`${this.name}'s screen is not published`)
    })
  }

  /** The state of a device, as a view sees it. */
  device(kind: DeviceKind): DeviceState {
    return this.#devices.snapshot[kind]
  }

  /** Gives a host's order, as a view does. */
  async order(order: HostOrder): Promise<OrderOutcome> {
    return this.visit.attendance?.order(order) ?? "not-connected"
  }

  /** The way to the service breaks and stays broken. */
  loseService(): void {
    this.#sockets.lose()
  }

  regainService(): void {
    this.#sockets.regain()
  }

  /** The session at the SFU ends, as when the SFU is shut down, and no other one begins until `regainSfu`. */
  loseSfu(): void {
    this.room.lose()
  }

  regainSfu(): void {
    this.room.regain()
  }

  /** Data packets go astray in both directions; frames go on. */
  loseData(): void {
    this.room.data = "lost"
  }

  regainData(): void {
    this.room.data = "carried"
  }

  /** Ends the client as a crash does: nobody is told anything, and the SFU goes on believing that it is there. */
  async crash(): Promise<void> {
    this.#sockets.lose()
    this.#room?.vanish()
    await this.visit.leave() // unheard; ends timers and workers
    this.#lifetime.abort()
  }

  get hasCrashed(): boolean {
    return this.#lifetime.signal.aborted
  }

  #judged(from: NodeClient, kind: MediaKind) {
    const { facts, receiver } = this.track(from, kind)
    return eventually(async () => {
      const tracks = await this.visit.conference.frames.statistics()
      const judged = tracks.find(({ track, direction }) => direction === "receive" && track === facts.id)
      const { passed, faults } = judged ?? { passed: 0, faults: {} }
      const count = passed + Object.values(faults).reduce((sum, dropped) => sum + dropped, 0)
      if (count !== receiver.arrived) throw new Error(`${count} of ${receiver.arrived} frames were judged`)
      return { faults }
    })
  }
}

/** A VP8 delta frame, or an Opus packet, by its first byte; then the content. */
function plaintextFrame(kind: MediaKind, content: string): Uint8Array {
  return Uint8Array.of(kind === "microphone" ? 0x78 : 0x01, ...utf8(content))
}
