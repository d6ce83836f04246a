// Ourselves and the others among the members of an epoch.

import { toHex } from "../bytes/bytes.ts"
import type { EpochMember, EpochState } from "../mls/epoch-state.ts"

type Roster = Pick<EpochState, "members" | "ownLeaf">

export function ownMember({ members, ownLeaf }: Roster): EpochMember {
  const own = members.find(({ leaf }) => leaf === ownLeaf)
  if (!own) throw new RangeError("the own leaf is not among the members")
  return own
}

/** Whether we may give orders. */
export function isOwnHost(state: Roster): boolean {
  return ownMember(state).role !== "member"
}

/** Somebody by id, the identity key in hexadecimal. */
export function memberOf({ members }: Pick<EpochState, "members">, personId: string): EpochMember | undefined {
  return members.find(({ identityKey }) => toHex(identityKey) === personId)
}
