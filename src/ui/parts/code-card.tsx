import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import { en } from "../strings/en.ts"
import { CodeProgress } from "./code-progress.tsx"
import { Verdict, type VerdictProps } from "./verdict.tsx"

export interface CodeCardProps extends Pick<VerdictProps, "onCompare" | "onLeave"> {
  readonly security: Security
  readonly people: readonly Person[]
}

/** The code that is the same on the screen of everybody in the meeting. */
export function CodeCard({ security, people, onCompare, onLeave }: CodeCardProps) {
  const { digits, emoji, comparison, confirmations, groupSize } = security
  const code = digits ? "shown" : "computing"
  return (
    <section class="code-card" aria-label={en.security.title}>
      {digits && emoji ? (
        <>
          <p class="code-digits" data-testid="security-code">
            {digits.join(" ")}
          </p>
          <p class="code-emoji" data-testid="security-code-emoji">
            {emoji.map(({ symbol, name }, place) => (
              <span key={place} role="img" aria-label={name} title={name}>
                {symbol}
              </span>
            ))}
          </p>
        </>
      ) : (
        <p class="soft" role="status">
          {en.security.computing}
        </p>
      )}
      {groupSize > 1 ? (
        <>
          <Verdict comparison={comparison} people={people} code={code} onCompare={onCompare} onLeave={onLeave} />
          <CodeProgress confirmations={confirmations} people={people} code={code} onSay={onCompare} />
        </>
      ) : (
        <p class="soft">{en.security.alone}</p>
      )}
    </section>
  )
}
