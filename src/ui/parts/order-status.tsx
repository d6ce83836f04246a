import { en } from "../strings/en.ts"
import type { OrderState } from "./use-orders.ts"

/** What is awaited of an order, or why it changed nothing. */
export function OrderStatus({ said }: { readonly said: OrderState }) {
  return (
    <p class="order-status" data-state={said.state} role="status">
      {orderWords(said)}
    </p>
  )
}

/** Null where there is nothing to say. */
function orderWords(said: OrderState): string | null {
  switch (said.state) {
    case "quiet":
      return null
    case "slow":
      return en.host.telling
    case "failed":
      return en.host.outcome[said.outcome]
  }
}
