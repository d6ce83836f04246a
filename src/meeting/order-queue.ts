// Hosts' orders that are carried by commits, one after the other: each commit is built from the newest state, again as
// often as another one was faster or the service took ours back, and each order ends with an outcome.

import type { Clock } from "../media/clock.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { MlsError, type MlsFault, PolicyError } from "../mls/errors.ts"
import type { MlsWorker } from "../mls/mls-worker.ts"
import type { OrderOutcome } from "./host-order.ts"
import type { OrderPlan, OrderStep, Spoken } from "./order-plans.ts"
import type { BuiltCommit } from "./own-commits.ts"

/** An order of which no commit got through in that time is given up, unless one of it is on its way. */
export const ORDER_MS = 15_000
/** After a commit that the service did not take. */
export const AGAIN_MS = 1000

export interface OrderQueueOptions {
  readonly mls: Pick<MlsWorker, "changeContext" | "removeMembers">
  readonly clock: Clock
  /** There is something to build, or still is. */
  readonly onDue: () => void
}

interface Waiting {
  readonly plan: OrderPlan
  readonly resolve: (outcome: OrderOutcome) => void
  cancel: () => void
  made: number
  spoken: {
    readonly before: EpochState
    readonly generation: number
    readonly builtMs: number
    readonly finalMs: number
  } | null
  isLate: boolean
}

export class OrderQueue {
  readonly #options: OrderQueueOptions
  #waiting: readonly Waiting[] = []
  #isClosed = false
  #cancelAgain: () => void = () => undefined

  constructor(options: OrderQueueOptions) {
    this.#options = options
  }

  get isDue(): boolean {
    return this.#waiting.length > 0
  }

  /** Resolves when the last commit of the order is in force, or it is known that none will be. */
  order(plan: OrderPlan): Promise<OrderOutcome> {
    if (this.#isClosed) return Promise.resolve("not-connected")
    const { promise, resolve } = Promise.withResolvers<OrderOutcome>()
    const waiting: Waiting = { plan, resolve, cancel: () => undefined, made: 0, spoken: null, isLate: false }
    this.#giveTime(waiting)
    this.#waiting = [...this.#waiting, waiting]
    this.#options.onDue()
    return promise
  }

  /** To be called when nothing of ours is on its way; ends the orders that need no further commit. */
  async build(state: EpochState): Promise<BuiltCommit | null> {
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      // oxlint-disable-next-line no-await-in-loop -- orders are carried out in the order in which they were given
      const built = await this.#buildFirst(first, state)
      if (built) return built
    }
    return null
  }

  /** The service did not take the commit that was built last. */
  handleRefused(): void {
    this.#cancelAgain()
    if (this.isDue) this.#cancelAgain = this.#options.clock.after(AGAIN_MS, this.#options.onDue)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelAgain()
    for (const waiting of this.#waiting) end(waiting, "not-connected")
    this.#waiting = []
  }

  #giveTime(waiting: Waiting): void {
    waiting.cancel()
    waiting.isLate = false
    waiting.cancel = this.#options.clock.after(ORDER_MS, () => {
      waiting.isLate = true
      this.#options.onDue() // given up as soon as nothing of it is on its way
    })
  }

  #spokenOf({ spoken }: Waiting): Spoken | null {
    if (!spoken) return null
    const { builtMs, finalMs, ...change } = spoken
    const now = this.#options.clock.now()
    return { ...change, msSinceBuilt: now - builtMs, msInForce: now - finalMs }
  }

  async #buildFirst(first: Waiting, state: EpochState): Promise<BuiltCommit | null> {
    const step = await first.plan(state, first.made, this.#spokenOf(first))
    if (step.kind === "over" || first.isLate) {
      this.#endFirst(step.kind === "over" ? step.outcome : "not-connected")
      return null
    }
    try {
      return await this.#commit(step, first, state)
    } catch (error) {
      if (!isForbidden(error)) throw error
      this.#endFirst("not-allowed")
      return null
    }
  }

  async #commit(
    step: Exclude<OrderStep, { kind: "over" }>,
    waiting: Waiting,
    before: EpochState,
  ): Promise<BuiltCommit> {
    const { mls, clock } = this.#options
    const builtMs = clock.now()
    const handleFinal = ({ context: { generation } }: EpochState) => {
      waiting.made++
      if (step.kind === "context") waiting.spoken = { before, generation, builtMs, finalMs: clock.now() }
      this.#giveTime(waiting)
    }
    if (step.kind === "context") {
      const { change, hostKey, nextLink } = step
      const pending = await mls.changeContext(change, { hostKey, rotation: nextLink })
      return { pending, change: "other", expelled: [], handleFinal }
    }
    const { leafKey, identityKey } = step.member
    const pending = await mls.removeMembers([{ reason: "order", leafKey }])
    return { pending, change: "removal", expelled: [identityKey], handleFinal }
  }

  #endFirst(outcome: OrderOutcome): void {
    const [first, ...others] = this.#waiting
    this.#waiting = others
    if (first) end(first, outcome)
  }
}

function end({ cancel, resolve }: Waiting, outcome: OrderOutcome): void {
  cancel()
  resolve(outcome)
}

/** What MLS or the policy do not let us do, or cannot do: an order must not cost us our place in the group. */
function isForbidden(error: unknown): boolean {
  return error instanceof PolicyError || (error instanceof MlsError && FORBIDDEN.has(error.fault))
}

const FORBIDDEN: ReadonlySet<MlsFault> = new Set(["not-a-host", "worker-failed"])
