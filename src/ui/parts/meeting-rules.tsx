// Who comes in, and what everybody may do, as a host changes it.

import type { Authority } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Choice } from "./choice.tsx"
import type { GiveOrder } from "./use-orders.ts"

const ADMISSIONS = ["open", "ask", "locked"] as const
const RIGHTS = [
  { kind: "may-share", field: "mayShare" },
  { kind: "may-chat", field: "mayChat" },
] as const

export interface AdmissionProps {
  readonly admission: Authority["admission"]
  readonly give: GiveOrder
}

export function Admission({ admission, give }: AdmissionProps) {
  const words = en.host.settings
  return (
    <fieldset>
      <legend>{words.admission}</legend>
      {ADMISSIONS.map((each) => (
        <Choice
          key={each}
          type="radio"
          name="admission"
          word={words.admissionOption[each].word}
          meaning={words.admissionOption[each].meaning}
          isChosen={admission === each}
          onChoose={() => void give({ kind: "admission", admission: each })}
        />
      ))}
    </fieldset>
  )
}

export interface RightsProps {
  readonly authority: Pick<Authority, "mayShare" | "mayChat">
  readonly give: GiveOrder
}

export function Rights({ authority, give }: RightsProps) {
  const words = en.host.settings
  return (
    <fieldset>
      <legend>{words.rights}</legend>
      {RIGHTS.map(({ kind, field }) => (
        <Choice
          key={kind}
          type="checkbox"
          word={words[field]}
          isChosen={authority[field] === "everyone"}
          onChoose={(wanted) => void give({ kind, who: wanted === "on" ? "everyone" : "hosts" })}
        />
      ))}
    </fieldset>
  )
}
