// The commits that are ours to make: what a host orders, removals of leavers when our turn comes, and from time to time a
// new path of our own.

import type { Clock } from "../media/clock.ts"
import type { EpochChange } from "../media/epoch.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import type { PendingCommit, Removal } from "../mls/session-options.ts"
import { Healing } from "./healing.ts"
import type { OrderOutcome } from "./host-order.ts"
import type { Random } from "./jitter.ts"
import type { OrderPlan } from "./order-plans.ts"
import { OrderQueue, type OrderQueueOptions } from "./order-queue.ts"
import { type Departure, Removals } from "./removals.ts"

export interface OwnCommitsOptions {
  readonly mls: OrderQueueOptions["mls"] & {
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
  /** Identity keys of those whom it puts out by order. */
  readonly expelled: readonly Uint8Array[]
  /** It is in force: `state` is the epoch it began. */
  readonly handleFinal: (state: EpochState) => void
}

export class OwnCommits {
  readonly #options: OwnCommitsOptions
  readonly #removals: Removals
  readonly #healing: Healing
  readonly #orders: OrderQueue
  #isTurn = false

  constructor(options: OwnCommitsOptions) {
    this.#options = options
    const { mls, clock, random, onDue } = options
    this.#removals = new Removals(clock, () => {
      this.#isTurn = true
      onDue()
    })
    this.#healing = new Healing({ clock, random, onDue })
    this.#orders = new OrderQueue({ mls, clock, onDue })
  }

  /** The epoch in use, when it came and whenever a commit may be made in it that could not be made before. */
  handleEpoch(state: EpochState): void {
    this.#isTurn = false
    this.#removals.handleEpoch(state)
    this.#healing.handleMembers(state.members.length)
    if (this.#orders.isDue || this.#healing.isDue) this.#options.onDue()
  }

  /** A commit of ours with a path is in force. */
  handleOwnPath({ members }: EpochState): void {
    this.#healing.handleMembers(members.length)
    this.#healing.handleOwnPath()
  }

  handleDeparture(departure: Departure): void {
    this.#removals.handleDeparture(departure)
  }

  isDeparting(leafKey: Uint8Array): boolean {
    return this.#removals.isDeparting(leafKey)
  }

  /** What a host orders; see OrderQueue. */
  order(plan: OrderPlan): Promise<OrderOutcome> {
    return this.#orders.order(plan)
  }

  /** The service did not take the commit that was built last. */
  handleRefused(): void {
    this.#orders.handleRefused()
  }

  /**
   * Orders first, as somebody waits for them; then one commit for everybody who is due; a heal only where nobody is,
   * since a removal renews the path too.
   */
  async build(state: EpochState): Promise<BuiltCommit | null> {
    const { mls } = this.#options
    const ordered = await this.#orders.build(state)
    if (ordered) return this.#renewing(ordered)
    const due = this.#removals.due()
    if (due.length > 0) return this.#isTurn ? this.#made(await mls.removeMembers(due), "removal") : null
    return this.#healing.isDue ? this.#made(await mls.heal(), "other") : null
  }

  close(): void {
    this.#removals.close()
    this.#healing.close()
    this.#orders.close()
  }

  #made(pending: PendingCommit, change: EpochChange): BuiltCommit {
    return { pending, change, expelled: [], handleFinal: (state) => this.handleOwnPath(state) }
  }

  /** Of the commits of orders those that remove have a path, and those that change the context have none. */
  #renewing(built: BuiltCommit): BuiltCommit {
    if (built.change !== "removal") return built
    const handleFinal = (state: EpochState): void => {
      built.handleFinal(state)
      this.handleOwnPath(state)
    }
    return { ...built, handleFinal }
  }
}
