import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import type { HostOrder, OrderOutcome } from "../../meeting/host-order.ts"

/** `slow`: it takes long enough to say what is awaited. */
export type OrderState =
  | { readonly state: "quiet" }
  | { readonly state: "slow" }
  | { readonly state: "failed"; readonly outcome: Exclude<OrderOutcome, "done"> }

export type GiveOrder = (order: HostOrder) => Promise<OrderOutcome>

/** A wait longer than this says what is awaited (ui.md). */
const SLOW_MS = 300
/** How long a failure is said. */
const FAILURE_MS = 10_000

/** A host's orders, by the `order` of the first time, and what is to be said of the one that was given last. */
export function useOrders(order: GiveOrder): { readonly said: OrderState; readonly give: GiveOrder } {
  const [said, say] = useState<OrderState>({ state: "quiet" })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // The same function each time, so that whoever has it need not be drawn anew.
  const give = useCallback<GiveOrder>(async (wanted) => {
    const later = (state: OrderState, ms: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => say(state), ms)
    }
    say({ state: "quiet" })
    later({ state: "slow" }, SLOW_MS)
    const outcome = await order(wanted)
    clearTimeout(timer.current)
    if (outcome === "done") say({ state: "quiet" })
    else {
      say({ state: "failed", outcome })
      later({ state: "quiet" }, FAILURE_MS)
    }
    return outcome
  }, [])
  return { said, give }
}
