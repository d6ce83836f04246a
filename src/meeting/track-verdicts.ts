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
  readonly #openedAtMs = new Map<string, number>()

  /** Takes new statistics; says whether any verdict changed. `nowMs`: by any clock that never goes back. */
  update(tracks: readonly TrackStatistics[], nowMs: number): "changed" | "same" {
    this.#keepOnly(new Set(tracks.map(({ track }) => track)))
    const changes = tracks
      .filter(({ direction }) => direction === "receive")
      .map(({ track, passed, faults }) => this.#judge(track, { passed, hostile: countHostile(faults) }, nowMs))
    return changes.includes("changed") ? "changed" : "same"
  }

  /** The first frame of a track opened. */
  handleFirst(track: string, nowMs: number): void {
    this.#open(track, nowMs)
  }

  of(track: string): TrackVerdict {
    return this.#verdicts.get(track) ?? "nothing-yet"
  }

  /** When frames of the track were last seen to open; -Infinity where none did. */
  openedAtMs(track: string): number {
    return this.#openedAtMs.get(track) ?? -Infinity
  }

  /** The track is over. */
  forget(track: string): void {
    for (const map of [this.#last, this.#verdicts, this.#openedAtMs]) map.delete(track)
  }

  // What was on its way when a track ended may come after `forget`.
  #keepOnly(reported: ReadonlySet<string>): void {
    for (const track of this.#verdicts.keys()) if (!reported.has(track)) this.forget(track)
    for (const track of this.#last.keys()) if (!reported.has(track)) this.forget(track)
  }

  #open(track: string, nowMs: number): void {
    this.#verdicts.set(track, "opened")
    this.#openedAtMs.set(track, nowMs)
  }

  #judge(track: string, now: Counters, nowMs: number): "changed" | "same" {
    const last = this.#last.get(track) ?? { passed: 0, hostile: 0 }
    this.#last.set(track, now)
    const before = this.of(track)
    if (now.passed > last.passed) this.#open(track, nowMs)
    else if (now.hostile - last.hostile >= MANY) this.#verdicts.set(track, "refused")
    return this.of(track) === before ? "same" : "changed"
  }
}

function countHostile(faults: FaultCounts): number {
  return HOSTILE.reduce((sum, fault) => sum + (faults[fault] ?? 0), 0)
}
