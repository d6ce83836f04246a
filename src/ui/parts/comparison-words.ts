// What is known of comparing the code, in words.

import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import { nameList, shortNames } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { clockTime } from "../time.ts"

type Comparison = Security["comparison"]

/** Since when the roster is another one, and who came and went. */
export function changedSince({ at, came, went }: Extract<Comparison, { readonly state: "changed-since" }>): string {
  const names = (people: typeof came) => nameList(people.map(({ name }) => name ?? en.common.somebody))
  const changes = [
    ...(came.length > 0 ? [en.people.changed.came(names(came))] : []),
    ...(went.length > 0 ? [en.people.changed.went(names(went))] : []),
  ]
  return `${en.security.changedSince(clockTime(at))}: ${changes.join(", ")}`
}

/** `people`: who is in. Whose code differs is named, unless it is yours alone. */
export function comparisonWords(comparison: Comparison, people: readonly Person[]): string {
  switch (comparison.state) {
    case "compared":
      return en.security.comparedAt(clockTime(comparison.at))
    case "differs": {
      const others = people.some(({ id, isYou }) => !isYou && comparison.by.includes(id))
      const word = en.security.comparison.differs
      return others ? en.security.differsFor(word, nameList(shortNames(comparison.by, people))) : word
    }
    case "not-compared":
    case "changed-since":
      return en.security.comparison[comparison.state]
  }
}
