// Which counters of one key have been seen: a sliding bitmap, as RFC 4303 §3.4.3 describes it, over the last 2048.
// Wide, because the layers of a simulcast share one counter and a retransmission may come a second late.

const WIDTH = 2048
const WIDTH_BIG = BigInt(WIDTH)

export class ReplayWindow {
  readonly #bits = new Uint32Array(WIDTH / 32)
  #highest = -1n

  /** Whether the counter was accepted before, or is too old to tell. */
  isSeen(counter: bigint): boolean {
    if (counter > this.#highest) return false
    if (this.#highest - counter >= WIDTH_BIG) return true
    const slot = slotOf(counter)
    return ((this.#word(slot) >>> (slot & 31)) & 1) === 1
  }

  /** Marks the counter; false when `isSeen` already says so. Called only with counters that were authenticated. */
  accept(counter: bigint): boolean {
    if (this.isSeen(counter)) return false
    if (counter > this.#highest) this.#advance(counter)
    const slot = slotOf(counter)
    this.#bits[slot >>> 5] = this.#word(slot) | (1 << (slot & 31))
    return true
  }

  #advance(counter: bigint): void {
    if (counter - this.#highest >= WIDTH_BIG) this.#bits.fill(0)
    else {
      for (let passed = this.#highest + 1n; passed <= counter; passed++) {
        const slot = slotOf(passed)
        this.#bits[slot >>> 5] = this.#word(slot) & ~(1 << (slot & 31))
      }
    }
    this.#highest = counter
  }

  #word(slot: number): number {
    return this.#bits[slot >>> 5] ?? 0
  }
}

function slotOf(counter: bigint): number {
  return Number(counter % WIDTH_BIG)
}
