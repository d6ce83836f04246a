import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Answers, type AnswersProps } from "./code-answers.tsx"

export interface CodesDifferProps {
  readonly answers: AnswersProps
  readonly onLeave: () => void
}

/** What to do; whoever looked again can say so. */
export function CodesDiffer({ answers, onLeave }: CodesDifferProps) {
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
        <Answers {...answers} />
      </div>
    </div>
  )
}
