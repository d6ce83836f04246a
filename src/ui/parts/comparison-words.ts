// What is known of comparing the code, as a word and an icon.

import type { Security } from "../../meeting/snapshot.ts"
import type { IconName } from "../icons.ts"
import { nameList } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { clockTime } from "../time.ts"

type Comparison = Security["comparison"]

export const COMPARISON_ICONS: Readonly<Record<Comparison["state"], IconName>> = {
  "not-compared": "shield-question",
  compared: "shield-check",
  "changed-since": "shield-alert",
  differs: "shield-alert",
}

/** Since when the roster is another one, and who came and went. */
export function changedSince({ at, came, went }: Extract<Comparison, { readonly state: "changed-since" }>): string {
  const names = (people: typeof came) => nameList(people.map(({ name }) => name ?? en.common.somebody))
  const changes = [
    ...(came.length > 0 ? [en.people.changed.came(names(came))] : []),
    ...(went.length > 0 ? [en.people.changed.went(names(went))] : []),
  ]
  return `${en.security.changedSince(clockTime(at))}: ${changes.join(", ")}`
}

export function comparisonWords(comparison: Comparison): string {
  switch (comparison.state) {
    case "compared":
      return en.security.comparedAt(clockTime(comparison.at))
    case "not-compared":
    case "changed-since":
    case "differs":
      return en.security.comparison[comparison.state]
  }
}
