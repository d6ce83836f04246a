// What the meeting allows by its hosts' word, as the group says it. Pure.

import type { EpochState } from "../mls/epoch-state.ts"
import type { Authority } from "./snapshot.ts"

/** No host is in: what was said last holds, and nobody can change it. */
export function isResting({ members }: Pick<EpochState, "members">): boolean {
  return members.every(({ role }) => role === "member")
}

export function describeAuthority(
  { context, members, ownLeaf }: EpochState,
  hostKey: "in-this-browser" | "elsewhere",
): Authority {
  const { admission, mayShare, mayChat } = context
  return {
    admission,
    mayShare,
    mayChat,
    yourRole: members.find(({ leaf }) => leaf === ownLeaf)?.role ?? "member",
    hasHostKey: hostKey === "in-this-browser",
    isResting: isResting({ members }),
  }
}
