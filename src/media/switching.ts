// When our sender changes to a newer epoch (RFC 9605 leaves it to the application): as soon as everybody connected who was
// in the epoch before has acknowledged it, at the latest 250 ms after a removal and 100 ms after a join. Nobody waits for
// newcomers: they open nothing sealed before. Then one key frame, at most one in 500 ms.
//
// Further epochs meanwhile replace the goal but never postpone it: people who come and go must not keep a removed member
// listening.

import { toHex } from "../bytes/bytes.ts"
import type { Clock } from "./clock.ts"
import type { EpochChange } from "./epoch.ts"

/** Above this number of others nobody's acknowledgement is awaited; the timers decide. */
export const MAX_AWAITED = 20
export const KEY_FRAME_INTERVAL_MS = 500

const DEADLINE_MS: Readonly<Record<EpochChange, number>> = { join: 100, removal: 250, other: 250 }

export interface SwitchingEvents {
  /** Our sender is to seal under this epoch, and `handleSwitched` to be called when it does. */
  readonly onSwitch: (epoch: bigint) => void
  /** Every video encoder is to make a key frame now. */
  readonly onKeyFrame: () => void
}

/** The schedule of one group; a successor group begins another. */
export class Switching {
  readonly #clock: Clock
  readonly #events: SwitchingEvents
  readonly #acknowledged = new Map<string, bigint>()
  #connected: ReadonlySet<string> = new Set()
  #goal: bigint | null = null
  #deadlineMs = Infinity
  #cancelDeadline: () => void = () => undefined
  #lastKeyFrameMs = -Infinity
  #cancelKeyFrame: (() => void) | null = null

  constructor(clock: Clock, events: SwitchingEvents) {
    this.#clock = clock
    this.#events = events
  }

  /** An epoch was installed; `connected` are the identity keys of the others who were in the one before and are connected. */
  handleInstalled(epoch: bigint, change: EpochChange, connected: readonly Uint8Array[]): void {
    this.#goal = epoch
    this.#connected = new Set(connected.map(toHex))
    for (const identity of this.#acknowledged.keys()) {
      if (!this.#connected.has(identity)) this.#acknowledged.delete(identity)
    }
    const deadlineMs = this.#clock.now() + DEADLINE_MS[change]
    if (deadlineMs < this.#deadlineMs) {
      this.#cancelDeadline()
      this.#deadlineMs = deadlineMs
      this.#cancelDeadline = this.#clock.after(DEADLINE_MS[change], () => this.#switch())
    }
    this.#switchIfAcknowledged()
  }

  /** A member's heartbeat says that it has installed `epoch`. */
  handleAcknowledged(identityKey: Uint8Array, epoch: bigint): void {
    const identity = toHex(identityKey)
    const known = this.#acknowledged.get(identity) ?? -1n
    if (epoch > known) this.#acknowledged.set(identity, epoch)
    this.#switchIfAcknowledged()
  }

  /** The switch was made: a key frame of before would have been sealed under the old epoch, which newcomers cannot open. */
  handleSwitched(): void {
    this.#planKeyFrame()
  }

  /**
   * The delivery service took `epoch` back: it is no goal any more, and nobody has acknowledged it.
   *
   * The caller then gives the epoch that counts again by `handleInstalled`, for it may not have been in force yet.
   */
  handleRetired(epoch: bigint): void {
    for (const [identity, acknowledged] of this.#acknowledged) {
      if (acknowledged >= epoch) this.#acknowledged.delete(identity)
    }
    if (this.#goal === epoch) this.#forgetGoal()
  }

  /** Nothing that was planned happens any more. */
  close(): void {
    this.#forgetGoal()
    this.#cancelKeyFrame?.()
  }

  #switchIfAcknowledged(): void {
    const goal = this.#goal
    if (goal === null || this.#connected.size > MAX_AWAITED) return
    const isAwaited = (identity: string): boolean => (this.#acknowledged.get(identity) ?? -1n) < goal
    if (![...this.#connected].some(isAwaited)) this.#switch()
  }

  #switch(): void {
    const goal = this.#goal
    this.#forgetGoal()
    if (goal === null) return
    this.#events.onSwitch(goal)
  }

  #forgetGoal(): void {
    this.#cancelDeadline()
    this.#deadlineMs = Infinity
    this.#goal = null
  }

  #planKeyFrame(): void {
    if (this.#cancelKeyFrame) return
    const waitMs = this.#lastKeyFrameMs + KEY_FRAME_INTERVAL_MS - this.#clock.now()
    if (waitMs <= 0) this.#makeKeyFrame()
    else {
      this.#cancelKeyFrame = this.#clock.after(waitMs, () => {
        this.#cancelKeyFrame = null
        this.#makeKeyFrame()
      })
    }
  }

  #makeKeyFrame(): void {
    this.#lastKeyFrameMs = this.#clock.now()
    this.#events.onKeyFrame()
  }
}
