// What the meeting allows by its hosts' word, as the group says it. Pure.

import type { Admission } from "../delivery/messages.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { ownMember } from "./own-member.ts"
import type { Authority } from "./snapshot.ts"

/** No host is in: what was said last holds, and nobody can change it. */
export function isResting({ members }: Pick<EpochState, "members">): boolean {
  return members.every(({ role }) => role === "member")
}

const STRICTNESS: Readonly<Record<Admission, number>> = { open: 0, ask: 1, locked: 2 }

/** Whether fewer come in by the one than by the other. */
export function isStricter(one: Admission, other: Admission): boolean {
  return STRICTNESS[one] > STRICTNESS[other]
}

export function describeAuthority(state: EpochState, hostKey: "in-this-browser" | "elsewhere"): Authority {
  const { admission, mayShare, mayChat } = state.context
  return {
    admission,
    mayShare,
    mayChat,
    yourRole: ownMember(state).role,
    hasHostKey: hostKey === "in-this-browser",
    isResting: isResting(state),
  }
}
