// Where a host's orders come in: each goes to whoever carries it out.

import type { Continuity } from "./continuity.ts"
import type { HostOrder, OrderOutcome } from "./host-order.ts"
import type { LinkRotation } from "./link-rotation.ts"
import { planOf } from "./order-plans.ts"
import type { DoorOrder, GroupOrder, SpokenOrder } from "./orders.ts"

export interface OrderDeskOptions {
  /** Our place in the group, whose commits carry some of the orders. */
  readonly continuity: Pick<Continuity, "arrival" | "own">
  readonly rotation: Pick<LinkRotation, "rotate">
  /** Answers those who ask to come in. */
  readonly answer: (order: DoorOrder) => Promise<OrderOutcome>
  /** Says it to the others. */
  readonly speak: (order: SpokenOrder) => Promise<OrderOutcome>
  /** We ended the meeting for all. */
  readonly onEnded: () => void
}

export class OrderDesk {
  readonly #options: OrderDeskOptions
  readonly #removing = new Set<string>()

  constructor(options: OrderDeskOptions) {
    this.#options = options
  }

  /** Never rejects for anything that the group or the service refuses: that is the outcome. */
  async order(order: HostOrder): Promise<OrderOutcome> {
    switch (order.kind) {
      case "admission":
      case "may-share":
      case "may-chat":
      case "make-co-host":
      case "unmake-co-host":
        return this.#commit(order)
      case "remove":
        return this.#remove(order)
      case "rotate-link":
        return this.#rotateLink()
      case "admit":
      case "turn-away":
        return this.#options.answer(order)
      case "mute":
      case "allow-unmute":
      case "stop-video":
      case "stop-sharing":
      case "lower-hand":
        return this.#options.speak(order)
      case "end":
        return this.#end(order)
    }
  }

  /** Whether an order of ours that is not carried out yet removes this person, by id. */
  isRemoving(personId: string): boolean {
    return this.#removing.has(personId)
  }

  #commit(order: Exclude<GroupOrder, { readonly kind: "rotate-link" }>): Promise<OrderOutcome> {
    const { arrival, own } = this.#options.continuity
    return own.order(planOf(order, arrival.hostKey))
  }

  #rotateLink(): Promise<OrderOutcome> {
    const { continuity, rotation } = this.#options
    return rotation.rotate(continuity.arrival, (plan) => continuity.own.order(plan))
  }

  async #remove(order: Extract<GroupOrder, { readonly kind: "remove" }>): Promise<OrderOutcome> {
    this.#removing.add(order.personId)
    try {
      return await this.#commit(order)
    } finally {
      this.#removing.delete(order.personId)
    }
  }

  async #end(order: Extract<SpokenOrder, { readonly kind: "end" }>): Promise<OrderOutcome> {
    const outcome = await this.#options.speak(order)
    if (outcome === "done") this.#options.onEnded()
    return outcome
  }
}
