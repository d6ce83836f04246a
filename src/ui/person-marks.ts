// What is to be known of somebody beside their name: trust is a word with an icon, never a colour alone. Pure.

import type { Person } from "../meeting/snapshot.ts"
import type { IconName } from "./icons.ts"
import { en } from "./strings/en.ts"
import { clockTime, localDay } from "./time.ts"

export interface PersonMark {
  readonly tone: "verified" | "unchecked" | "danger"
  readonly icon: IconName
  readonly words: string
}

/** The gravest first; none where there is nothing to say. */
export function marksOf(person: Pick<Person, "verified" | "acquaintance" | "nameDoubt">): readonly PersonMark[] {
  const marks = [comparisonMark(person), nameMark(person)]
  return marks.filter((mark) => mark !== null).toSorted((a, b) => GRAVITY[a.tone] - GRAVITY[b.tone])
}

const GRAVITY = { danger: 0, unchecked: 1, verified: 2 } as const

/** What was found in this meeting outweighs what is known from before. */
function comparisonMark({ verified, acquaintance }: Pick<Person, "verified" | "acquaintance">): PersonMark | null {
  const words = en.people.marks
  if (verified?.verdict === "differs") return { tone: "danger", icon: "shield-alert", words: words.differs }
  if (verified) return { tone: "verified", icon: "shield-check", words: words.verified(clockTime(verified.at)) }
  switch (acquaintance?.kind) {
    case "verified":
      return { tone: "verified", icon: "shield-check", words: words.known(localDay(acquaintance.at)) }
    case "other-key":
      return { tone: "danger", icon: "shield-alert", words: words.otherKey(localDay(acquaintance.since)) }
    case "new":
    case "temporary":
    case undefined:
      return null
  }
}

function nameMark({ nameDoubt }: Pick<Person, "nameDoubt">): PersonMark | null {
  if (!nameDoubt) return null
  const { looksLike, mixedScripts } = en.people.marks
  const words = nameDoubt.kind === "looks-like" ? looksLike(nameDoubt.name) : mixedScripts
  return { tone: "unchecked", icon: "triangle-alert", words }
}
