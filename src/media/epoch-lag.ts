// Notices that frames keep coming of an epoch that is not installed: a commit was missed. Only what members send counts:
// whoever was removed, or is in a group that we left, goes on in epochs of its own, and must not make us doubt ours.

const LAG_MS = 1000
/** Heartbeats alone, one in 5 s ± 20 % of each member, must be enough to notice; what came longer ago is another story. */
const FORGOTTEN_MS = 12_000

export class EpochLag {
  readonly #onBehind: () => void
  #sinceMs: number | null = null
  #lastMs = 0

  /** `onBehind` is called when such frames still come a second after the first one, and again after each further second. */
  constructor(onBehind: () => void) {
    this.#onBehind = onBehind
  }

  handleUnknownEpoch(nowMs: number): void {
    const isNew = this.#sinceMs === null || nowMs - this.#lastMs >= FORGOTTEN_MS
    this.#lastMs = nowMs
    if (isNew) this.#sinceMs = nowMs
    else if (this.#sinceMs !== null && nowMs - this.#sinceMs >= LAG_MS) {
      this.#sinceMs = nowMs
      this.#onBehind()
    }
  }

  handleInstalled(): void {
    this.#sinceMs = null
  }
}
