// The commits that are ours to make: removals of leavers when our turn comes, and from time to time a new path of our own.

import type { Clock } from "../media/clock.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { PendingCommit, Removal } from "../mls/session-options.ts"
import { Healing } from "./healing.ts"
import type { Random } from "./jitter.ts"
import { type Departure, Removals } from "./removals.ts"

export interface OwnCommitsOptions {
  readonly mls: {
    removeMembers(removals: readonly Removal[]): Promise<PendingCommit>
    heal(): Promise<PendingCommit>
  }
  readonly clock: Clock
  readonly random: Random
  /** Something may be to do: `build` tells. Called again for what is still undone. */
  readonly onDue: () => void
}

/** A commit of ours, and what it changes. */
export interface BuiltCommit {
  readonly pending: PendingCommit
  readonly change: EpochChange
}

export class OwnCommits {
  readonly #options: OwnCommitsOptions
  readonly #removals: Removals
  readonly #healing: Healing
  #isTurn = false

  constructor(options: OwnCommitsOptions) {
    this.#options = options
    const { clock, random, onDue } = options
    this.#removals = new Removals(clock, () => {
      this.#isTurn = true
      onDue()
    })
    this.#healing = new Healing({ clock, random, onDue })
  }

  /** The epoch in use, when it came and whenever a commit may be made in it that could not be made before. */
  handleEpoch(state: EpochState): void {
    this.#isTurn = false
    this.#removals.handleEpoch(state)
    if (this.#healing.isDue) this.#options.onDue()
  }

  /** A commit of ours with a path is in force: every commit that this client makes has one. */
  handleOwnPath({ members }: EpochState): void {
    this.#healing.handleOwnPath(members.length)
  }

  handleDeparture(departure: Departure): void {
    this.#removals.handleDeparture(departure)
  }

  isDeparting(leafKey: Uint8Array): boolean {
    return this.#removals.isDeparting(leafKey)
  }

  /** One commit for everybody who is due; a heal only where nobody is, since a removal renews the path too. */
  async build(): Promise<BuiltCommit | null> {
    const { mls } = this.#options
    const due = this.#removals.due()
    if (due.length > 0) return this.#isTurn ? { pending: await mls.removeMembers(due), change: "removal" } : null
    return this.#healing.isDue ? { pending: await mls.heal(), change: "other" } : null
  }

  close(): void {
    this.#removals.close()
    this.#healing.close()
  }
}
