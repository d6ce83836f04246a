// The snapshot of the present, and its way to the views: changes come in bursts, of each of which they need one.

import type { MeetingPhase, Snapshot } from "./snapshot.ts"
import { withUnchanged } from "./unchanged.ts"
import type { Views } from "./views.ts"

export interface SnapshotFeedOptions {
  readonly describe: () => Snapshot
  readonly views: Pick<Views, "show">
  /** Before views are shown a snapshot; `before`: the phase of the last one. */
  readonly onPhase: (phase: MeetingPhase["phase"], before: MeetingPhase["phase"]) => void
}

export class SnapshotFeed {
  readonly #options: SnapshotFeedOptions
  #last: Snapshot = { phase: "idle", release: { state: "checking" } }
  #isPlanned = false

  constructor(options: SnapshotFeedOptions) {
    this.#options = options
  }

  /** As it was shown last. */
  get last(): Snapshot {
    return this.#last
  }

  /** Something changed; what else changes in the same task is shown along with it. */
  plan(): void {
    if (this.#isPlanned) return
    this.#isPlanned = true
    queueMicrotask(() => this.show())
  }

  /** Shows what is, at once. */
  show(): void {
    const { describe, views, onPhase } = this.#options
    this.#isPlanned = false
    const before = this.#last
    this.#last = withUnchanged(before, describe())
    onPhase(this.#last.phase, before.phase)
    views.show(this.#last)
  }
}
