// A whole client in plain Node: the extension's own code from link to media, with frames made up by the test in place of
// camera and microphone, and the SFU of node-sfu.ts.

import "fake-indexeddb/auto"
import { vi } from "vitest"
import { WebSocket } from "ws"
import { randomBytes, toHex, utf8 } from "../../src/bytes/bytes.ts"
import type { SocketLike } from "../../src/delivery/connection.ts"
import { decodeRequest } from "../../src/delivery/messages.ts"
import { type DeviceKind, Devices } from "../../src/devices/devices.ts"
import { parseMeetingLink } from "../../src/links/link.ts"
import { systemClock } from "../../src/media/clock.ts"
import type { FaultCounts } from "../../src/media/track-report.ts"
import type { EngineParts } from "../../src/meeting/parts.ts"
import type { Snapshot } from "../../src/meeting/snapshot.ts"
import { Visit } from "../../src/meeting/visit.ts"
import type { EpochState } from "../../src/mls/epoch-state.ts"
import type { MlsWorker } from "../../src/mls/mls-worker.ts"
import { FAST_SUITE, type SuiteName } from "../../src/mls/suite.ts"
import { Vault } from "../../src/vault/vault.ts"
import type { NodeRoom } from "./node-room.ts"
import type { NodeSfu, SealedFrame } from "./node-sfu.ts"
import { startFrames, startMls, startPasswords } from "./node-workers.ts"

export interface NodeClientOptions {
  readonly name: string
  readonly link: string
  readonly sfu: NodeSfu
  readonly suite?: SuiteName
  /** A vault of an earlier visit, which knows who we were; a new one where there is none. */
  readonly vault?: Vault
}

const SETTLES_WITHIN_MS = 40_000
const NOBODY_LISTENS = "ws://127.0.0.1:1"

export class NodeClient {
  readonly name: string
  readonly vault: Vault
  readonly visit: Visit
  /** Types of everything that was asked of the service. */
  readonly asked: string[] = []
  readonly #devices: Devices
  readonly #lifetime = new AbortController()
  #sockets: readonly WebSocket[] = []
  #service: "reachable" | "unreachable" = "reachable"
  #mls: MlsWorker | null = null
  #room: NodeRoom | null = null

  private constructor({ name, link, sfu, suite = FAST_SUITE }: NodeClientOptions, vault: Vault) {
    this.name = name
    this.vault = vault
    this.#devices = new Devices({
      mediaDevices: testDevices(),
      onChange: () => this.visit?.syncDevices(),
      onLost: () => undefined,
      abortSignal: this.#lifetime.signal,
    })
    const parts: EngineParts = {
      ...partsWith(vault, sfu, suite),
      openSocket: (address) => this.#openSocket(address),
      startMls: (abortSignal) => (this.#mls = startMls(abortSignal)),
      // Not with the visit: a former member may well keep its worker running.
      startFrames: () => startFrames(this.#lifetime.signal),
      createRoom: (options) => (this.#room = sfu.createRoom(options)),
    }
    const parsed = parseMeetingLink(link)
    if (!parsed) throw new TypeError("expected a meeting link")
    this.visit = new Visit(parsed, { parts, devices: this.#devices, isYours: false, onChange: () => undefined })
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

  get snapshot(): Snapshot {
    return this.visit.snapshot({ ...this.#devices.snapshot, level: 0 })
  }

  /** The snapshot of somebody in the meeting. */
  get shown(): Extract<Snapshot, { phase: "meeting" }> {
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

  /** The group's secret as MLS exports it (RFC 9420 §8.5). */
  async exportSecret(label: string, length: number): Promise<Uint8Array> {
    if (!this.#mls) throw new TypeError("there is no group")
    return this.#mls.exportSecret(label, new Uint8Array(), length)
  }

  /** Publishes a test track. */
  async turnOn(kind: DeviceKind): Promise<void> {
    await this.#devices.turnOn(kind)
    await vi.waitFor(() => {
      if (!this.room.published.has(kind)) throw new Error(`${this.name}'s ${kind} is not published`)
    }, WAIT)
  }

  /** Sends a frame that holds `content`; resolves when the SFU has dealt with it. */
  send(kind: DeviceKind, content: string): Promise<SealedFrame> {
    return this.room.send(kind, plaintextFrame(kind, content))
  }

  /** The contents that were opened of a person's track, once everything that arrived on it was opened or dropped. */
  async opened(from: NodeClient, kind: DeviceKind): Promise<readonly string[]> {
    await this.#judged(from, kind)
    return this.#trackOf(from, kind).receiver.opened.map((frame) => new TextDecoder().decode(frame.subarray(1)))
  }

  /** What was dropped of a person's track, by fault, once everything that arrived on it was opened or dropped. */
  async faults(from: NodeClient, kind: DeviceKind): Promise<FaultCounts> {
    return (await this.#judged(from, kind)).faults
  }

  async leave(): Promise<void> {
    await this.visit.leave()
  }

  /** The way to the service breaks and stays broken. */
  loseService(): void {
    this.#service = "unreachable"
    for (const socket of this.#sockets) socket.terminate()
  }

  regainService(): void {
    this.#service = "reachable"
  }

  /** Ends the client as a crash does: nobody is told anything. */
  async crash(): Promise<void> {
    this.loseService()
    await this.visit.conference.close()
    this.visit.attendance?.close()
    this.#lifetime.abort()
  }

  #openSocket(address: string): SocketLike {
    // As in a browser: each message is a task of its own, so an answer's promise runs before the push behind it.
    const socket = new WebSocket(this.#service === "reachable" ? address : NOBODY_LISTENS, {
      allowSynchronousEvents: false,
    })
    this.#sockets = [...this.#sockets, socket]
    return {
      get binaryType() {
        return socket.binaryType
      },
      set binaryType(type) {
        socket.binaryType = type
      },
      get readyState() {
        return socket.readyState
      },
      send: (bytes) => {
        this.asked.push(decodeRequest(bytes).type)
        socket.send(bytes)
      },
      close: (code) => socket.close(code),
      addEventListener: socket.addEventListener.bind(socket),
    }
  }

  #trackOf(from: NodeClient, kind: DeviceKind) {
    const track = [...this.room.received.values()].findLast(
      ({ tag, facts }) => tag === from.room.tag && facts.id === from.room.published.get(kind)?.facts.id,
    )
    if (!track) throw new TypeError(`${this.name} receives no ${kind} of ${from.name}`)
    return track
  }

  #judged(from: NodeClient, kind: DeviceKind) {
    const { facts, receiver } = this.#trackOf(from, kind)
    return vi.waitFor(async () => {
      const tracks = await this.visit.conference.frames.statistics()
      const judged = tracks.find(({ track, direction }) => direction === "receive" && track === facts.id)
      const { passed, faults } = judged ?? { passed: 0, faults: {} }
      const count = passed + Object.values(faults).reduce((sum, dropped) => sum + dropped, 0)
      if (count !== receiver.arrived) throw new Error(`${count} of ${receiver.arrived} frames were judged`)
      return { faults }
    }, WAIT)
  }
}

/** What a client is made of here. */
export function partsWith(vault: Vault, sfu: NodeSfu, suite: SuiteName): EngineParts {
  return {
    vault,
    clock: systemClock,
    wallClock: () => 0, // notices stay
    suite,
    videoCodec: () => "vp8",
    release: { digest: new Uint8Array(32), version: "0.0.0" },
    openSocket: (address) => new WebSocket(address),
    startMls,
    startPasswords,
    startFrames,
    createRoom: (options) => sfu.createRoom(options),
  }
}

export const WAIT = { timeout: SETTLES_WITHIN_MS, interval: 10 }

/** A vault of its own, in memory. */
export function openVault(): Promise<Vault> {
  return Vault.open({ name: toHex(randomBytes(8)) })
}

/** A VP8 delta frame, or an Opus packet, by its first byte; then the content. */
function plaintextFrame(kind: DeviceKind, content: string): Uint8Array {
  return Uint8Array.of(kind === "camera" ? 0x01 : 0x78, ...utf8(content))
}

function testDevices(): Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "addEventListener"> {
  return {
    getUserMedia: async () => ({ getTracks: () => [new TestTrack()] }) as unknown as MediaStream,
    enumerateDevices: async () => [],
    addEventListener: () => undefined,
  }
}

class TestTrack extends EventTarget {
  enabled = true
  stop(): void {}
  getSettings(): object {
    return {}
  }
}
