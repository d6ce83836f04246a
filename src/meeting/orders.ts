// From a host's order to whoever carries it out.

import type { HostOrder, OrderOutcome } from "./host-order.ts"

type OrderOf<K extends HostOrder["kind"]> = Extract<HostOrder, { readonly kind: K }>

/** Carried by commits of the group. */
export type GroupOrder = OrderOf<
  "admission" | "may-share" | "may-chat" | "remove" | "make-co-host" | "unmake-co-host" | "rotate-link"
>
/** Answers to those who ask to come in. */
export type DoorOrder = OrderOf<"admit" | "turn-away">
/** Carried by a data message of the host's leaf. */
export type SpokenOrder = Exclude<HostOrder, GroupOrder | DoorOrder>

/** Null: nobody here carries it. */
type Carrier<O> = ((order: O) => Promise<OrderOutcome>) | null

export interface OrderCarriers {
  readonly group: Carrier<GroupOrder>
  readonly door: Carrier<DoorOrder>
  readonly spoken: Carrier<SpokenOrder>
}

/** Never rejects for anything that the group or the service refuses: that is the outcome. */
export async function carryOrder(order: HostOrder, { group, door, spoken }: OrderCarriers): Promise<OrderOutcome> {
  switch (order.kind) {
    case "admission":
    case "may-share":
    case "may-chat":
    case "remove":
    case "make-co-host":
    case "unmake-co-host":
    case "rotate-link":
      return group?.(order) ?? "not-allowed"
    case "admit":
    case "turn-away":
      return door?.(order) ?? "not-allowed"
    case "mute":
    case "allow-unmute":
    case "stop-video":
    case "stop-sharing":
    case "lower-hand":
    case "end":
      return spoken?.(order) ?? "not-allowed"
  }
}
