import type { CodeWord, Security } from "../../meeting/security.ts"
import type { Person } from "../../meeting/person.ts"
import { COMPARISON_LOOKS } from "../comparison-looks.ts"
import { en } from "../strings/en.ts"
import { Answers } from "./code-answers.tsx"
import { CodesDiffer } from "./codes-differ.tsx"
import { changedSince, comparisonWords } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"

export interface VerdictProps {
  readonly comparison: Security["comparison"]
  readonly people: readonly Person[]
  /** Whether there is a code to compare; while it is worked out nothing can be said of it. */
  readonly code: "shown" | "computing"
  /** Says it to the others too. */
  readonly onCompare: (word: CodeWord) => void
  readonly onLeave: () => void
}

/** What comparing said, and the two answers to it. */
export function Verdict({ comparison, people, code, onCompare, onLeave }: VerdictProps) {
  const { state } = comparison
  const answers = { code, onCompare }
  return (
    <>
      <p class="code-state trust-word" data-trust={COMPARISON_LOOKS[state].hue} role="status">
        <Icon name={COMPARISON_LOOKS[state].icon} />
        {comparisonWords(comparison, people)}
      </p>
      {state === "differs" ? (
        <CodesDiffer answers={answers} onLeave={onLeave} />
      ) : (
        <>
          <p class="soft">{question(comparison)}</p>
          <div class="button-row">
            <Answers look={state === "compared" ? undefined : "primary"} {...answers} />
          </div>
        </>
      )}
    </>
  )
}

function question(comparison: Security["comparison"]): string {
  switch (comparison.state) {
    case "compared":
      return en.security.matched
    case "changed-since":
      return `${changedSince(comparison)}. ${en.security.again}`
    case "not-compared":
    case "differs":
      return en.security.readAloud
  }
}
