import type { CodeWord, Security } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { changedSince, COMPARISON_ICONS, comparisonWords } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"

export interface VerdictProps {
  readonly comparison: Security["comparison"]
  /** Whether there is a code to compare; while it is worked out nothing can be said of it. */
  readonly code: "shown" | "computing"
  /** Says it to the others too. */
  readonly onCompare: (word: CodeWord) => void
  readonly onLeave: () => void
}

/** What comparing said, and the two answers to it. */
export function Verdict({ comparison, code, onCompare, onLeave }: VerdictProps) {
  const { state } = comparison
  return (
    <>
      <p class="code-state" data-state={state} role="status">
        <Icon name={COMPARISON_ICONS[state]} />
        {comparisonWords(comparison)}
      </p>
      {state === "differs" ? (
        <Differ onCompare={onCompare} onLeave={onLeave} />
      ) : (
        <>
          <p class="soft">{question(comparison)}</p>
          <div class="button-row">
            <Button
              look={state === "compared" ? undefined : "primary"}
              disabled={code === "computing"}
              onPress={() => onCompare("match")}
            >
              {en.security.theyMatch}
            </Button>
            <Button disabled={code === "computing"} onPress={() => onCompare("differ")}>
              {en.security.theyDiffer}
            </Button>
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

function Differ({ onCompare, onLeave }: Pick<VerdictProps, "onCompare" | "onLeave">) {
  return (
    <div class="differ">
      <h3>{en.security.differTitle}</h3>
      <ol>
        {en.security.differSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="button-row">
        <Button look="danger" onPress={onLeave}>
          {en.security.leaveNow}
        </Button>
        <Button onPress={() => onCompare("match")}>{en.security.theyMatch}</Button>
      </div>
    </div>
  )
}
