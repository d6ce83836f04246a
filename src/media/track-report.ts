// What happened to the frames of one track, in numbers.

import { FrameError, type FrameFault } from "./errors.ts"

export type FaultCounts = Readonly<Partial<Record<FrameFault, number>>>

export interface TrackStatistics {
  /** "send": our own, named by context. "receive": named by track id, "data" for all data messages. */
  readonly direction: "send" | "receive"
  readonly track: string
  /** Frames sealed, or opened. */
  readonly passed: number
  /** Frames dropped, by fault. */
  readonly faults: FaultCounts
}

export interface TrackReportEvents {
  /** The first frame passed; `type` is WebRTC's, where the frame has one: without its "key" no "delta" can be shown. */
  readonly onFirst: (type: string | undefined) => void
  readonly onFault: () => void
}

export class TrackReport {
  readonly #direction: "send" | "receive"
  readonly #track: string
  readonly #events: TrackReportEvents
  readonly #faults = new Map<FrameFault, number>()
  #passed = 0

  constructor(direction: "send" | "receive", track: string, events: TrackReportEvents) {
    this.#direction = direction
    this.#track = track
    this.#events = events
  }

  handlePassed(type?: string): void {
    this.#passed++
    if (this.#passed === 1) this.#events.onFirst(type)
  }

  /** Counts a frame that was dropped, for whatever reason. */
  handleDropped(error: unknown): void {
    const fault = error instanceof FrameError ? error.fault : "defect"
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1)
    this.#events.onFault()
  }

  statistics(): TrackStatistics {
    return {
      direction: this.#direction,
      track: this.#track,
      passed: this.#passed,
      faults: Object.fromEntries(this.#faults),
    }
  }
}
