import type { EpochMember, EpochState } from "../mls/epoch-state.ts"

/** Ourselves among the members of an epoch. */
export function ownMember({ members, ownLeaf }: Pick<EpochState, "members" | "ownLeaf">): EpochMember {
  const own = members.find(({ leaf }) => leaf === ownLeaf)
  if (!own) throw new RangeError("the own leaf is not among the members")
  return own
}
