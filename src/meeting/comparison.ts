// Whether the people in the meeting compared the code, and what became of it since. Pure.
//
// The code authenticates the identities, not the epoch, so it holds as long as the same people are in.

import type { Security } from "./snapshot.ts"

export type Comparison = Security["comparison"]

export const NOT_COMPARED: Comparison = { state: "not-compared" }

/** Somebody pressed "They match" or "They differ". */
export function compared(verdict: "match" | "differ", now: number): Comparison {
  return verdict === "match" ? { state: "compared", at: now } : { state: "differs" }
}

/** The roster changed, so another code is shown: what was compared before says nothing of who came since. */
export function afterRosterChange(comparison: Comparison): Comparison {
  switch (comparison.state) {
    case "compared":
    case "changed-since":
      return { state: "changed-since", at: comparison.at }
    case "not-compared":
    case "differs":
      return comparison
  }
}
