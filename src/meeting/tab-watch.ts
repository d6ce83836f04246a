// A call goes on for a while without a meeting tab, as a reload takes less (design §2); then the engine ends.

import type { Clock } from "../media/clock.ts"
import type { Views } from "./views.ts"

const TABLESS_MS = 10_000

export interface TabWatchOptions {
  readonly clock: Clock
  readonly views: Pick<Views, "isOneComing" | "hasMeetingTab">
  readonly leave: () => Promise<void>
  /** Ends the engine. */
  readonly end: () => void
}

export class TabWatch {
  readonly #options: TabWatchOptions
  #cancel: () => void = () => undefined

  constructor(options: TabWatchOptions) {
    this.#options = options
  }

  /** The last meeting tab went, or the first one came. */
  handleTabs(state: "present" | "absent"): void {
    this.#cancel()
    if (state === "present") return
    this.#cancel = this.#options.clock.after(TABLESS_MS, () => void this.#endWithoutTab())
  }

  async #endWithoutTab(): Promise<void> {
    const { views, leave, end } = this.#options
    await leave()
    const isComing = await views.isOneComing()
    if (views.hasMeetingTab) return // it came just now
    if (isComing) this.handleTabs("absent")
    else end()
  }
}
