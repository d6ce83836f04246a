// Takes items as they come and works on them one after another, so that a frame held back keeps those behind it in order.

export interface LineLimits {
  readonly items: number
  readonly bytes: number
}

/** What a track may have waiting: more than 500 ms of any honest sender. */
export const TRACK_LIMITS: LineLimits = { items: 128, bytes: 8 * 1024 * 1024 }

export class WaitingLine<T> {
  readonly #limits: LineLimits
  readonly #work: (item: T) => Promise<void>
  #items: { readonly item: T; readonly bytes: number }[] = []
  #bytes = 0
  #working: Promise<void> | null = null

  /** `work` must handle its own errors: one that escapes ends the line. */
  constructor(limits: LineLimits, work: (item: T) => Promise<void>) {
    this.#limits = limits
    this.#work = work
  }

  /** False when the line is full, and then the item is not taken. */
  push(item: T, bytes: number): boolean {
    if (this.#items.length >= this.#limits.items || this.#bytes + bytes > this.#limits.bytes) return false
    this.#items.push({ item, bytes })
    this.#bytes += bytes
    this.#working ??= this.#drain()
    return true
  }

  /** Forgets what is waiting. */
  clear(): void {
    this.#items = []
    this.#bytes = 0
  }

  /** Resolves when nothing is being worked on. */
  async settled(): Promise<void> {
    await this.#working
  }

  async #drain(): Promise<void> {
    for (let next = this.#items.shift(); next; next = this.#items.shift()) {
      this.#bytes -= next.bytes
      // oxlint-disable-next-line no-await-in-loop -- one after another is the purpose
      await this.#work(next.item)
    }
    this.#working = null
  }
}
