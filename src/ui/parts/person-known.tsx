import type { Person } from "../../meeting/person.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { localDay } from "../time.ts"
import { Callout } from "./callout.tsx"

/** What is known of somebody from meetings before, in a sentence. */
export function PersonKnown({ person }: { readonly person: Person }) {
  const { acquaintance, verified } = person
  const name = personName(person)
  const words = en.people.page.known
  switch (acquaintance?.kind) {
    case undefined:
      return null
    case "temporary":
    case "new":
      return <p class="soft">{words[acquaintance.kind](name)}</p>
    case "verified":
      return <p class="soft">{words.verified(name, localDay(acquaintance.at))}</p>
    case "other-key": {
      const text = words["other-key"](name, localDay(acquaintance.since))
      return verified?.verdict === "match" ? <p class="soft">{text}</p> : <Callout tone="danger">{text}</Callout>
    }
  }
}
