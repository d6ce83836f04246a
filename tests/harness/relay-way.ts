// What a relay does with what passes through it, one direction each: counts it, holds it, loses it.

import type { Clock } from "../../src/media/clock.ts"
import type { Random } from "./random.ts"

/** Of one direction, as it arrived at the relay. */
export interface Traffic {
  readonly bytes: number
  /** Chunks of a stream, or datagrams. */
  readonly pieces: number
}

/** What a test changes of a relay while it runs. */
export class Weather {
  delayMs = 0
  readonly #held: (() => void)[] = []
  #isHolding = false

  /** Nothing passes from now on, though connections stay open. */
  blackhole(): void {
    this.#isHolding = true
  }

  /** Everything passes at once from now on, what was held as well. */
  clear(): void {
    this.delayMs = 0
    this.#isHolding = false
    for (const resume of this.#held.splice(0)) resume()
  }

  get isHolding(): boolean {
    return this.#isHolding
  }

  /** Resolves when something passes again. */
  async passing(): Promise<void> {
    if (this.#isHolding) await new Promise<void>((resolve) => this.#held.push(resolve))
  }
}

/** One direction of a connection: everything arrives in its order, as TCP has it. */
export class StreamWay {
  readonly #clock: Clock
  readonly #weather: Weather
  readonly #count: (bytes: number) => void
  #queue: Promise<void> = Promise.resolve()

  constructor(clock: Clock, weather: Weather, count: (bytes: number) => void) {
    this.#clock = clock
    this.#weather = weather
    this.#count = count
  }

  handle(piece: Buffer, deliver: (piece: Buffer) => void): void {
    this.#count(piece.length)
    this.#pass(() => deliver(piece))
  }

  /** The end of the stream, behind all that came before. */
  handleEnd(deliver: () => void): void {
    this.#pass(deliver)
  }

  #pass(deliver: () => void): void {
    const ripe = ripeness(this.#clock, this.#weather.delayMs)
    this.#queue = this.#passBehind(this.#queue, ripe, deliver)
  }

  async #passBehind(before: Promise<void>, ripe: Promise<void>, deliver: () => void): Promise<void> {
    await before
    await ripe
    await this.#weather.passing()
    deliver()
  }
}

/** One direction of datagrams: each for itself, and some never. */
export class DatagramWay {
  readonly #clock: Clock
  readonly #weather: Weather
  #lost: { readonly fraction: number; readonly random: Random } | null = null
  #traffic: Traffic = NO_TRAFFIC

  constructor(clock: Clock, weather: Weather) {
    this.#clock = clock
    this.#weather = weather
  }

  get traffic(): Traffic {
    return this.#traffic
  }

  /** Loses this fraction of all that comes, 0 to 1. */
  drop(fraction: number, random: Random): void {
    this.#lost = { fraction, random }
  }

  async handle(piece: Buffer, deliver: (piece: Buffer) => void): Promise<void> {
    this.#traffic = added(this.#traffic, piece.length)
    const isLost = this.#lost !== null && this.#lost.random.next() < this.#lost.fraction
    if (isLost || this.#weather.isHolding) return
    await ripeness(this.#clock, this.#weather.delayMs)
    deliver(piece)
  }
}

export const NO_TRAFFIC: Traffic = { bytes: 0, pieces: 0 }

export function added({ bytes, pieces }: Traffic, more: number): Traffic {
  return { bytes: bytes + more, pieces: pieces + 1 }
}

/** Resolves after the delay; at once where there is none. */
async function ripeness(clock: Clock, delayMs: number): Promise<void> {
  if (delayMs > 0) await new Promise<void>((resolve) => clock.after(delayMs, resolve))
}
