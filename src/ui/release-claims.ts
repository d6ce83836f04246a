// What the people in a meeting say they run, summed up. A claim: no machine can see what another one runs.

import type { Person, PersonRelease } from "../meeting/person.ts"
import type { ReleaseStatus } from "../release/status.ts"
import { en } from "./strings/en.ts"

/** One sentence about all people, yourself among them; null where you are alone. */
export function claimsInWords(
  own: ReleaseStatus["state"],
  people: readonly Pick<Person, "isYou" | "release">[],
): string | null {
  const others = people.filter(({ isYou }) => !isYou).map(({ release }) => release)
  if (others.length === 0) return null
  const same = others.filter(({ kind }) => kind === "yours").length + 1
  const words = en.release.claims
  if (own !== "unsigned" && same === people.length) return words.all(people.length)
  const parts = [own === "unsigned" ? words.youUnsigned : words.same(same, people.length), ...otherClaims(others)]
  return `${parts.join("; ")}.`
}

/** One claim in words. */
export function claimInWords({ kind, version }: PersonRelease): string {
  const words = en.release.claims
  return kind === "unsigned" ? words.unsigned : words[kind](version)
}

/** Who runs what else: the versions, most frequent first, then whom nothing is known of, then unsigned builds. */
function otherClaims(others: readonly PersonRelease[]): readonly string[] {
  const words = en.release.claims
  const another = others.filter(({ kind }) => kind === "another")
  const versions = Map.groupBy(another, ({ version }) => version)
  const unknown = versions.get(null)?.length ?? 0
  const named = [...versions]
    .flatMap(([version, claims]) => (version === null ? [] : [{ version, count: claims.length }]))
    .sort((a, b) => b.count - a.count || (a.version < b.version ? -1 : 1))
  const unsigned = others.filter(({ kind }) => kind === "unsigned").length
  return [
    ...named.map(({ version, count }) => words.othersWith(count, version)),
    ...(unknown > 0 ? [words.othersUnknown(unknown)] : []),
    ...(unsigned > 0 ? [words.othersUnsigned(unsigned)] : []),
  ]
}
