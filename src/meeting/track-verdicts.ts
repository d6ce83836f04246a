// From counters of frames to what a person is told of a track: nothing yet, opened, or refused. Pure but for its memory
// of the last counters.

import type { FaultCounts, TrackStatistics } from "../media/track-report.ts"
import type { TrackVerdict } from "./people.ts"

/** What only an attack or a defect produces; single ones occur when a connection dies in the middle of a frame. */
const HOSTILE = ["plaintext", "wrong-person", "wrong-context", "forged", "reflected"] as const
const MANY = 5

interface Counters {
  readonly passed: number
  readonly hostile: number
}

export class TrackVerdicts {
  readonly #last = new Map<string, Counters>()
  readonly #verdicts = new Map<string, TrackVerdict>()

  /** Takes new statistics; says whether any verdict changed. */
  update(tracks: readonly TrackStatistics[]): "changed" | "same" {
    const changes = tracks
      .filter(({ direction }) => direction === "receive")
      .map(({ track, passed, faults }) => this.#judge(track, { passed, hostile: countHostile(faults) }))
    return changes.includes("changed") ? "changed" : "same"
  }

  /** The first frame of a track opened. */
  handleFirst(track: string): void {
    this.#verdicts.set(track, "opened")
  }

  of(track: string): TrackVerdict {
    return this.#verdicts.get(track) ?? "nothing-yet"
  }

  #judge(track: string, now: Counters): "changed" | "same" {
    const last = this.#last.get(track) ?? { passed: 0, hostile: 0 }
    this.#last.set(track, now)
    const before = this.of(track)
    if (now.passed > last.passed) this.#verdicts.set(track, "opened")
    else if (now.hostile - last.hostile >= MANY) this.#verdicts.set(track, "refused")
    return this.of(track) === before ? "same" : "changed"
  }
}

function countHostile(faults: FaultCounts): number {
  return HOSTILE.reduce((sum, fault) => sum + (faults[fault] ?? 0), 0)
}
