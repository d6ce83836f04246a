// Somebody who speaks without a pause: a frame every 20 ms of a clock.

import type { Clock } from "../../src/media/clock.ts"
import type { NodeClient } from "./node-client.ts"
import { encodeOpusFrame, FRAME_MS } from "./opus-frame.ts"

export class OpusStream {
  readonly speaker: NodeClient
  readonly #clock: Clock
  readonly #startedAtMs: number
  /** Place among the sealed ones, by frame number. */
  readonly #places = new Map<number, number>()
  #next = 0
  #cancel: () => void = () => undefined

  /** Begins to send; the microphone is published. */
  constructor(speaker: NodeClient, clock: Clock) {
    this.speaker = speaker
    this.#clock = clock
    this.#startedAtMs = clock.now()
    this.#send()
  }

  /** Frames that were to be sent. */
  get made(): number {
    return this.#next
  }

  /** Frames that were sealed and given to the SFU. */
  get sealed(): number {
    return this.#places.size
  }

  /** How many frames were sealed before this one; undefined where it was not sealed itself. */
  placeOf(number: number): number | undefined {
    return this.#places.get(number)
  }

  stop(): void {
    this.#cancel()
  }

  // What a busy machine was late with comes at once, as from an encoder that was held up.
  #send(): void {
    const now = this.#clock.now()
    const due = Math.floor((now - this.#startedAtMs) / FRAME_MS)
    for (; this.#next <= due; this.#next++) this.#post(this.#next, now)
    this.#cancel = this.#clock.after(this.#startedAtMs + (due + 1) * FRAME_MS - now, () => this.#send())
  }

  #post(number: number, sentAtMs: number): void {
    this.speaker.room.post("microphone", encodeOpusFrame({ number, sentAtMs }), () => {
      this.#places.set(number, this.#places.size)
    })
  }
}
