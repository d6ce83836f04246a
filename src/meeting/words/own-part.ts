// Our own side of what hosts say: what they stop is turned off, and the others learn when it is on again.

import type { Clock } from "../../media/clock.ts"
import type { EpochState } from "../../mls/epoch-state.ts"
import type { OnOff } from "../engine-handle.ts"
import type { Random } from "../jitter.ts"
import { isOwnHost } from "../own-member.ts"
import type { HostWords } from "./host-words.ts"
import { MEDIA, type Medium } from "./media-orders.ts"
import { OwnStatus, type OwnStatusOptions } from "./own-status.ts"
import type { Status } from "./status.ts"

/** What of ours a host may stop, as far as it is a device. */
export type OwnMedium = Exclude<Medium, "hand">

export interface OwnPartOptions {
  readonly clock: Clock
  readonly random: Random
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  readonly post: OwnStatusOptions["post"]
  readonly hosts: Pick<HostWords, "stopOf" | "handleAnswers">
  /** Own identity key in hexadecimal. */
  readonly id: string
  /** Ours is to be turned off. */
  readonly onStopped: (medium: OwnMedium) => void
}

export class OwnPart {
  readonly #options: OwnPartOptions
  readonly #told: OwnStatus
  /** The newest order that we obeyed, by medium. */
  readonly #obeyed = new Map<Medium, number>()
  #mayShare = true

  constructor(options: OwnPartOptions) {
    this.#options = options
    this.#told = new OwnStatus(options)
  }

  get status(): Status {
    return this.#told.status
  }

  /** An epoch is about to be installed, with a word of its own on who may share. */
  handleComing(state: EpochState): void {
    this.#mayShare = state.context.mayShare === "everyone" || isOwnHost(state)
  }

  /** An epoch is installed. */
  handleInstalled(state: EpochState): void {
    this.#told.handleInstalled(state)
  }

  /** Sending is possible again. */
  handleBack(): void {
    this.#told.handleBack()
  }

  mayTurnOn(medium: Medium): boolean {
    if (medium === "screen" && !this.#mayShare) return false
    return this.#options.hosts.stopOf(this.#options.id, medium)?.mayResume ?? true
  }

  /** A device of ours is on or off now; what may not be on is turned off again. */
  handleDevice(medium: OwnMedium, state: OnOff): void {
    if (state === "on" && !this.mayTurnOn(medium)) return this.#options.onStopped(medium)
    this.#told.set({ ...this.#answered(medium, state), [medium]: state })
  }

  raiseHand(state: OnOff): void {
    if (state === "on" && (this.status.hand !== null || !this.mayTurnOn("hand"))) return
    const hand = state === "on" ? this.#options.wallClock() : null
    this.#told.set({ ...this.#answered("hand", state), hand })
  }

  /** Turns off what was stopped since we looked last. */
  obey(): void {
    const { hosts, id, onStopped } = this.#options
    for (const medium of MEDIA) {
      const stop = hosts.stopOf(id, medium)
      if (!stop || stop.number <= (this.#obeyed.get(medium) ?? 0)) continue
      this.#obeyed.set(medium, stop.number)
      if (medium === "hand") this.raiseHand("off")
      else onStopped(medium)
    }
    if (!this.#mayShare && this.status.screen === "on") onStopped("screen")
  }

  close(): void {
    this.#told.close()
  }

  /** The status that says in answer to which order the medium is on again, if it is. */
  #answered(medium: Medium, state: OnOff): Status {
    const { hosts, id } = this.#options
    const stop = state === "on" ? hosts.stopOf(id, medium) : null
    if (!stop) return this.status
    const resumed = { ...this.status.resumed, [medium]: stop.number }
    hosts.handleAnswers(id, resumed)
    return { ...this.status, resumed }
  }
}
