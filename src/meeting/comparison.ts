// Whether you compared the group's code, what became of it since, and whether somebody found it to differ. Pure.
//
// The code authenticates the identities, not the epoch, so it holds as long as the same people are in: also when somebody
// went and came back.

import { toHex } from "../bytes/bytes.ts"
import type { EpochMember } from "../mls/epoch-state.ts"
import type { Security } from "./security.ts"
import type { Somebody } from "./person.ts"

export type Comparison = Security["comparison"]

/** People by identity, with their names. */
export type Roster = ReadonlyMap<string, string | null>

/** What you said last, and of whom. */
export interface Compared {
  readonly verdict: "match" | "differ"
  /** Milliseconds of the epoch of time. */
  readonly at: number
  readonly roster: Roster
}

/** Who is in now. */
export interface Present {
  readonly roster: Roster
  /** By id. */
  readonly you: string
  /** Who says that the code on their screen is another one, by id; whether you do is said by what you compared. */
  readonly differ: readonly string[]
}

export function rosterOf(members: readonly Pick<EpochMember, "identityKey" | "name">[]): Roster {
  return new Map(members.map(({ identityKey, name }) => [toHex(identityKey), name]))
}

/**
 * One difference outweighs all matches, whoever found it. What was compared says nothing of who came since, and the code is
 * another one too when somebody went.
 */
export function comparison(compared: Compared | null, { roster: now, you, differ }: Present): Comparison {
  const others = differ.filter((id) => id !== you)
  const by = compared?.verdict === "differ" ? [you, ...others] : others
  if (by.length > 0) return { state: "differs", by }
  if (!compared) return { state: "not-compared" }
  const { at, roster } = compared
  const [came, went] = [missingIn(roster, now), missingIn(now, roster)]
  return came.length + went.length === 0 ? { state: "compared", at } : { state: "changed-since", at, came, went }
}

function missingIn(roster: Roster, people: Roster): readonly Somebody[] {
  return Array.from(people, ([id, name]) => ({ id, name })).filter(({ id }) => !roster.has(id))
}
