// Whose media are not opened, by the hosts' orders and by what the meeting allows. Pure.

import { toHex } from "../../bytes/bytes.ts"
import type { StoppedMedia } from "../../media/worker-protocol.ts"
import type { TrackContext } from "../../media/kid.ts"
import type { EpochMember, EpochState } from "../../mls/epoch-state.ts"
import type { MediaOrders, Medium, Subject } from "./media-orders.ts"

const CONTEXTS: readonly (readonly [Exclude<Medium, "hand">, readonly TrackContext[]])[] = [
  ["microphone", ["microphone"]],
  ["camera", ["camera"]],
  ["screen", ["screen", "screen-audio"]],
]

export function subjectOf({ identityKey, role }: EpochMember): Subject {
  return { id: toHex(identityKey), isHost: role !== "member" }
}

/** Of everybody in the epoch but ourselves. */
export function stoppedMedia({ members, ownLeaf, context }: EpochState, orders: MediaOrders): readonly StoppedMedia[] {
  return members
    .filter(({ leaf }) => leaf !== ownLeaf)
    .flatMap((member) => {
      const { identityKey, role } = member
      const mayShare = context.mayShare === "everyone" || role !== "member"
      return CONTEXTS.filter(
        ([medium]) => orders.stopOf(subjectOf(member), medium) !== null || (medium === "screen" && !mayShare),
      ).flatMap(([, contexts]) => contexts.map((name): StoppedMedia => ({ identityKey, context: name })))
    })
}
