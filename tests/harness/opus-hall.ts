// Who hears whom: some people speak, some listen, and for each pair it is known how much was heard, what was lost, and how
// long it was silent.

import { type Clock, systemClock } from "../../src/media/clock.ts"
import type { FaultCounts } from "../../src/media/track-report.ts"
import type { NodeClient } from "./node-client.ts"
import { decodeOpusFrame } from "./opus-frame.ts"
import { OpusStream } from "./opus-stream.ts"

/** What one person heard of another since the hall was opened or asked to begin anew. */
export interface Hearing {
  readonly speaker: string
  readonly listener: string
  readonly opened: number
  /** Frames that were sealed after the first one heard, and did not open. */
  readonly lost: number
  /** Most of those in a row. */
  readonly longestRun: number
  /** Longest time between two frames that opened, by the clock. */
  readonly largestGapMs: number
}

class Ear {
  readonly stream: OpusStream
  readonly listener: NodeClient
  #lastPlace: number | null = null
  #lastAtMs = 0
  #opened = 0
  #lost = 0
  #longestRun = 0
  #largestGapMs = 0

  constructor(stream: OpusStream, listener: NodeClient) {
    this.stream = stream
    this.listener = listener
  }

  hear(number: number, nowMs: number): void {
    const place = this.stream.placeOf(number)
    if (place === undefined) throw new RangeError("opened a frame that was never sealed")
    if (this.#lastPlace !== null) {
      this.#count(place - this.#lastPlace - 1)
      this.#largestGapMs = Math.max(this.#largestGapMs, nowMs - this.#lastAtMs)
    }
    this.#lastPlace = place
    this.#lastAtMs = nowMs
    this.#opened++
  }

  /** Counts all that was sealed and has not opened by now as lost. */
  endRun(): void {
    if (this.#lastPlace === null) return
    this.#count(this.stream.sealed - 1 - this.#lastPlace)
    this.#lastPlace = this.stream.sealed - 1
  }

  beginAnew(): void {
    this.#opened = this.#lost = this.#longestRun = this.#largestGapMs = 0
  }

  get hearing(): Hearing {
    const [speaker, listener] = [this.stream.speaker.name, this.listener.name]
    const [opened, lost] = [this.#opened, this.#lost]
    return { speaker, listener, opened, lost, longestRun: this.#longestRun, largestGapMs: this.#largestGapMs }
  }

  #count(missing: number): void {
    this.#lost += missing
    this.#longestRun = Math.max(this.#longestRun, missing)
  }
}

export class OpusHall {
  readonly #clock: Clock
  readonly #streams: OpusStream[] = []
  readonly #ears = new Map<NodeClient, Map<OpusStream, Ear>>()

  constructor(clock: Clock = systemClock) {
    this.#clock = clock
  }

  /** Begins to speak. */
  async speak(speaker: NodeClient): Promise<OpusStream> {
    await speaker.turnOn("microphone")
    const stream = new OpusStream(speaker, this.#clock)
    this.#streams.push(stream)
    return stream
  }

  /** Hears everybody who speaks, from now on; frames are counted in place of being kept. */
  listen(listener: NodeClient): void {
    const ears = new Map<OpusStream, Ear>()
    this.#ears.set(listener, ears)
    listener.room.audience = (tag, source, bytes) => {
      const stream = this.#streams.find(({ speaker }) => speaker.room.tag === tag)
      if (source !== "microphone" || !stream) return
      const ear = ears.get(stream) ?? new Ear(stream, listener)
      ears.set(stream, ear)
      ear.hear(decodeOpusFrame(bytes).number, this.#clock.now())
    }
  }

  /** Nobody is counted any more who has left: they hear and say nothing by right. */
  dismiss(client: NodeClient): void {
    this.#ears.delete(client)
    for (const stream of this.#streams.filter(({ speaker }) => speaker === client)) {
      stream.stop()
      for (const ears of this.#ears.values()) ears.delete(stream)
      this.#streams.splice(this.#streams.indexOf(stream), 1)
    }
  }

  /** What everybody heard of everybody. */
  hearings(): readonly Hearing[] {
    return this.#all().map(({ hearing }) => hearing)
  }

  /** Counts from zero. */
  beginAnew(): void {
    for (const ear of this.#all()) ear.beginAnew()
  }

  /**
   * Everybody falls silent; resolves when every frame was opened or dropped, with what was dropped by fault since the
   * beginning. What had not opened by then counts as lost.
   */
  async end(): Promise<FaultCounts> {
    for (const stream of this.#streams) stream.stop()
    const counts = new Map<string, number>()
    for (const { stream, listener } of this.#all()) {
      // oxlint-disable-next-line no-await-in-loop -- in turn, or fifty workers would be asked at once
      for (const [fault, count] of Object.entries(await listener.faults(stream.speaker, "microphone"))) {
        counts.set(fault, (counts.get(fault) ?? 0) + count)
      }
    }
    for (const ear of this.#all()) ear.endRun()
    return Object.fromEntries(counts)
  }

  #all(): readonly Ear[] {
    return [...this.#ears.values()].flatMap((ears) => [...ears.values()])
  }
}
