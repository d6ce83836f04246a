// Who came and who went between two epochs.

import { toHex } from "../bytes/bytes.ts"
import type { EpochState } from "../mls/epoch-state.ts"

/** People who are in one epoch and not in the other, by identity; a return with a new leaf is neither. */
export function rosterChange(
  before: EpochState,
  after: EpochState,
): { came: readonly string[]; went: readonly string[] } {
  const old = new Set(before.members.map(({ identityKey }) => toHex(identityKey)))
  const now = new Set(after.members.map(({ identityKey }) => toHex(identityKey)))
  return { came: [...now].filter((id) => !old.has(id)), went: [...old].filter((id) => !now.has(id)) }
}
