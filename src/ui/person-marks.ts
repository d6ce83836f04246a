// What is to be known of somebody beside their name: trust is a word with an icon, never a colour alone. Pure.

import type { Person } from "../meeting/person.ts"
import type { Security } from "../meeting/security.ts"
import { COMPARISON_LOOKS } from "./comparison-looks.ts"
import type { IconName } from "./icons.ts"
import type { TrustHue } from "./release-words.ts"
import { en } from "./strings/en.ts"
import { clockTime, localDay } from "./time.ts"

export interface PersonMark {
  /** "none": nothing speaks for them, and nothing against them. */
  readonly hue: TrustHue
  readonly icon: IconName
  readonly words: string
}

/** The gravest first; of yourself there is nothing to say. */
export function marksOf(person: Pick<Person, "verified" | "acquaintance" | "nameDoubt">): readonly PersonMark[] {
  const marks = [comparisonMark(person), nameMark(person)]
  return marks.filter((mark) => mark !== null).toSorted((a, b) => GRAVITY[a.hue] - GRAVITY[b.hue])
}

/** The one mark that a tile has room for: what is known of that person, else of the code of all. */
export function gravestMark(
  person: Pick<Person, "verified" | "acquaintance" | "nameDoubt">,
  comparison: Security["comparison"]["state"],
): PersonMark {
  const known = marksOf(person).find(({ hue }) => hue !== "none")
  return known ?? { ...COMPARISON_LOOKS[comparison], words: en.security.comparison[comparison] }
}

const GRAVITY = { danger: 0, unchecked: 1, verified: 2, none: 3 } as const

/** What was found in this meeting outweighs what is known from before. */
function comparisonMark({ verified, acquaintance }: Pick<Person, "verified" | "acquaintance">): PersonMark | null {
  const words = en.people.marks
  if (verified?.verdict === "differs") return { hue: "danger", icon: "shield-alert", words: words.differs }
  if (verified) return { hue: "verified", icon: "shield-check", words: words.verified(clockTime(verified.at)) }
  switch (acquaintance?.kind) {
    case "verified":
      return { hue: "verified", icon: "shield-check", words: words.known(localDay(acquaintance.at)) }
    case "other-key":
      return { hue: "danger", icon: "shield-alert", words: words.otherKey(localDay(acquaintance.since)) }
    case "new":
      return { hue: "none", icon: "shield-question", words: words.new }
    case "temporary":
      return { hue: "none", icon: "shield-question", words: words.temporary }
    case undefined:
      return null
  }
}

function nameMark({ nameDoubt }: Pick<Person, "nameDoubt">): PersonMark | null {
  if (!nameDoubt) return null
  const { looksLike, mixedScripts } = en.people.marks
  const words = nameDoubt.kind === "looks-like" ? looksLike(nameDoubt.name) : mixedScripts
  return { hue: "unchecked", icon: "triangle-alert", words }
}
