// A host's orders that are carried by commits, and whom they are about to remove.

import type { Arrival } from "./arrival.ts"
import type { OrderOutcome } from "./host-order.ts"
import type { LinkRotation } from "./link-rotation.ts"
import { type OrderPlan, planOf } from "./order-plans.ts"
import type { GroupOrder } from "./orders.ts"

export interface GroupOrdersOptions {
  readonly arrival: () => Arrival
  /** Makes the commits of a plan. */
  readonly commit: (plan: OrderPlan) => Promise<OrderOutcome>
  readonly rotation: Pick<LinkRotation, "rotate">
}

export class GroupOrders {
  readonly #options: GroupOrdersOptions
  readonly #removing = new Set<string>()

  constructor(options: GroupOrdersOptions) {
    this.#options = options
  }

  async order(order: GroupOrder): Promise<OrderOutcome> {
    const { arrival, commit, rotation } = this.#options
    if (order.kind === "rotate-link") return rotation.rotate(arrival(), commit)
    const plan = planOf(order, arrival().hostKey)
    if (order.kind !== "remove") return commit(plan)
    this.#removing.add(order.personId)
    try {
      return await commit(plan)
    } finally {
      this.#removing.delete(order.personId)
    }
  }

  /** Whether an order of ours that is not carried out yet removes this person. */
  isRemoving(personId: string): boolean {
    return this.#removing.has(personId)
  }
}
