// Whether we are in the epoch the others are in, judged by what is heard of them: a service that withholds a removal from
// us must not keep us sending to whoever was removed (design §5).
//
//   in step ──frames of an uninstalled epoch for 1 s; nobody of our epoch heard for 15 s; a fork──► out
//   out ──the log was replayed, or we entered anew──► listening
//   listening ──our epoch heard, or nobody else in it──► in step
//   listening ──still out of step, though nothing was missed──► out, and only entering anew helps

import type { Clock } from "../media/clock.ts"

export const SILENCE_MS = 15_000

/** `resume`: ask the service what we missed. `enter-anew`: that did not help. */
export type Remedy = "resume" | "enter-anew"

export interface StepListener {
  /** Nothing may be sent from now on. */
  onOut(remedy: Remedy): void
  /** Sending may go on. */
  onBack(): void
}

export class StepWatch {
  readonly #clock: Clock
  readonly #listener: StepListener
  #standing: "in-step" | "out" | "listening" = "in-step"
  #others = 0
  /** Who agrees with us since the last epoch came, and who said that there are two. */
  readonly #agree = new Set<string>()
  readonly #forked = new Set<string>()
  #cancelSilence: () => void = () => undefined

  constructor(clock: Clock, listener: StepListener) {
    this.#clock = clock
    this.#listener = listener
  }

  get isInStep(): boolean {
    return this.#standing === "in-step"
  }

  /** An epoch was installed, with so many others in it. */
  handleEpoch(others: number): void {
    this.#others = others
    this.#agree.clear()
    this.#forked.clear()
    this.#waitForSound()
    this.#returnIfHeard()
  }

  /** A heartbeat of our own epoch, by identity. */
  handleHeard(identity: string): void {
    this.#agree.add(identity)
    this.#waitForSound()
    this.#returnIfHeard()
  }

  /**
   * A heartbeat of our epoch's number with another authenticator.
   *
   * One liar must not silence everybody again and again: of each person it counts once in an epoch, and after that only
   * where nobody agrees with us.
   */
  handleForked(identity: string): void {
    const isKnown = this.#forked.has(identity)
    this.#forked.add(identity)
    if (!isKnown && this.#standing === "in-step") this.#leaveStep("resume")
  }

  /** Frames of an epoch that is not installed came for a second. */
  handleBehind(): void {
    this.#leaveStep(this.#standing === "listening" ? "enter-anew" : "resume")
  }

  /** What the service had for us has been handed in, or we entered anew. */
  handleResynchronised(): void {
    if (this.#standing !== "out") return
    this.#standing = "listening"
    this.#waitForSound()
    this.#returnIfHeard()
  }

  close(): void {
    this.#cancelSilence()
  }

  #handleSilence(): void {
    const wasAsked = this.#standing === "listening"
    this.#leaveStep(wasAsked && this.#forked.size > 0 ? "enter-anew" : "resume")
  }

  #leaveStep(remedy: Remedy): void {
    if (this.#standing === "out") return
    this.#standing = "out"
    this.#agree.clear()
    this.#cancelSilence()
    this.#listener.onOut(remedy)
  }

  #returnIfHeard(): void {
    if (this.#standing !== "listening" || (this.#others > 0 && this.#agree.size === 0)) return
    this.#standing = "in-step"
    this.#listener.onBack()
  }

  #waitForSound(): void {
    this.#cancelSilence()
    if (this.#others === 0 || this.#standing === "out") return
    this.#cancelSilence = this.#clock.after(SILENCE_MS, () => this.#handleSilence())
  }
}
