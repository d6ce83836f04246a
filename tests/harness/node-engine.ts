// The whole engine in plain Node, with the release check of a package in memory before each meeting.

import { systemClock } from "../../src/media/clock.ts"
import { Engine } from "../../src/meeting/engine.ts"
import type { EngineParts } from "../../src/meeting/parts.ts"
import { ReleaseGate } from "../../src/meeting/release-gate.ts"
import type { MeetingPhase, Snapshot } from "../../src/meeting/snapshot.ts"
import { eventually } from "./eventually.ts"
import { type NodeSurroundings, openVault, partsWith, testDevices } from "./node-parts.ts"
import { NodeSockets } from "./node-sockets.ts"
import { type NodeDesk, type NodeDeskOptions, openNodeDesk } from "./release/node-desk.ts"
import { VERSION } from "./release/test-package.ts"

export interface NodeEngineOptions extends NodeDeskOptions {
  readonly surroundings: NodeSurroundings
  /** What the check is held by from its beginning on. */
  readonly held?: boolean
}

export class NodeEngine implements AsyncDisposable {
  readonly engine: Engine
  readonly desk: NodeDesk
  /** Addresses to which a socket was opened. */
  readonly reached: string[] = []
  readonly sockets = new NodeSockets()
  /** Lets a held check go on. */
  readonly release: () => void

  private constructor(parts: Omit<EngineParts, "openSocket">, desk: NodeDesk, release: () => void) {
    this.desk = desk
    this.release = release
    this.engine = new Engine({
      parts: {
        ...parts,
        openSocket: (address) => {
          this.reached.push(address)
          return this.sockets.open(address)
        },
      },
      mediaDevices: testDevices(),
      locks: { request: () => new Promise(() => {}), query: async () => ({}) }, // views never die
      close: () => undefined,
    })
    const view = { kind: "meeting-tab", viewLock: "view:test" } as const
    this.engine.subscribe(() => undefined, view, new AbortController().signal)
  }

  static async start({ surroundings, held = false, ...options }: NodeEngineOptions): Promise<NodeEngine> {
    const desk = openNodeDesk(options)
    const release = held ? desk.hold() : () => undefined
    const { release: _, ...parts } = partsWith(await openVault(), { clock: systemClock, ...surroundings })
    const releaseGate = new ReleaseGate({ desk: desk.desk, now: () => parts.clock.now() })
    return new NodeEngine({ ...parts, releaseGate, version: options.version ?? VERSION }, desk, release)
  }

  get snapshot(): Snapshot {
    return this.engine.snapshot
  }

  /** The snapshot once it is of this phase. */
  shows<P extends MeetingPhase["phase"]>(phase: P): Promise<Extract<Snapshot, { phase: P }>> {
    return eventually(() => {
      const { snapshot } = this
      if (snapshot.phase === phase) return snapshot as Extract<Snapshot, { phase: P }>
      throw new Error(`expected ${phase}, got ${snapshot.phase}`)
    })
  }

  /** Goes in from the pre-join page. */
  async join(name: string): Promise<void> {
    await eventually(() => {
      const { snapshot } = this
      if (snapshot.phase !== "pre-join" || snapshot.check !== "ready") throw new Error(`at ${snapshot.phase}`)
    })
    this.engine.join({ name })
    await this.shows("meeting")
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release()
    await this.engine.leave()
    this.desk[Symbol.dispose]()
  }
}
