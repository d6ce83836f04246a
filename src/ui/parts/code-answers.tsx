import type { CodeWord } from "../../meeting/security.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface AnswersProps {
  /** While it is worked out nothing can be said of it. */
  readonly code: "shown" | "computing"
  readonly onCompare: (word: CodeWord) => void
  readonly look?: "primary" | undefined
}

/** The two answers of whoever heard the code. */
export function Answers({ look, code, onCompare }: AnswersProps) {
  const isComputing = code === "computing"
  return (
    <>
      <Button look={look} disabled={isComputing} onPress={() => onCompare("match")}>
        {en.security.theyMatch}
      </Button>
      <Button disabled={isComputing} onPress={() => onCompare("differ")}>
        {en.security.theyDiffer}
      </Button>
    </>
  )
}
