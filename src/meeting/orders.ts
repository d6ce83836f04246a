// A host's orders, by what carries them.

import type { HostOrder } from "./host-order.ts"

type OrderOf<K extends HostOrder["kind"]> = Extract<HostOrder, { readonly kind: K }>

/** Carried by commits of the group. */
export type GroupOrder = OrderOf<
  "admission" | "may-share" | "may-chat" | "remove" | "make-co-host" | "unmake-co-host" | "rotate-link"
>
/** Answers to those who ask to come in. */
export type DoorOrder = OrderOf<"admit" | "turn-away">
/** Carried by a data message of the host's leaf. */
export type SpokenOrder = Exclude<HostOrder, GroupOrder | DoorOrder>
