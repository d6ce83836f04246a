// What the meeting allows by its hosts' word, as the group says it. Pure.

import type { EpochState } from "../mls/epoch-state.ts"
import type { Authority } from "./snapshot.ts"

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
    isResting: members.every(({ role }) => role === "member"),
  }
}
