import { releaseOf, type ReleaseStatus } from "../../release/status.ts"
import { lookOf, mayMeet, problemOf } from "../release-words.ts"
import { en } from "../strings/en.ts"
import { dayAndTime } from "../time.ts"
import { Button } from "./button.tsx"
import { Icon } from "./icon.tsx"
import { PardonForm, type PardonFormProps } from "./pardon-form.tsx"

export interface ReleaseCardProps {
  readonly status: ReleaseStatus
  readonly version: string
  readonly isChecking: boolean
  readonly onCheck: () => void
  readonly onPardon: PardonFormProps["onPardon"]
}

/** The state in a word, what it means, and when it was found. */
export function ReleaseCard({ status, version, isChecking, onCheck, onPardon }: ReleaseCardProps) {
  const { word, icon, hue } = lookOf(status)
  return (
    <section class="card release-card" data-trust={hue} aria-label={en.about.title}>
      <div class="release-word">
        <span class="mark">
          <Icon name={icon} />
        </span>
        <div>
          <h2 data-testid="release-state">{word}</h2>
          <p class="soft">{versionWords(status, version)}</p>
        </div>
      </div>
      <Meaning status={status} />
      {status.state === "refused" && status.pardon === "possible" && status.release && (
        <PardonForm version={status.release.version} onPardon={onPardon} />
      )}
      <div class="release-checked">
        <p class="soft small" role="status">
          {isChecking || status.state === "checking"
            ? en.about.checking
            : en.about.checked(dayAndTime(status.checkedAt))}
        </p>
        <Button disabled={isChecking} onPress={onCheck}>
          {en.about.checkNow}
        </Button>
      </div>
    </section>
  )
}

function versionWords(status: ReleaseStatus, version: string): string {
  const release = releaseOf(status)
  return release ? en.about.release(release.version, release.sequence) : en.about.version(version)
}

function Meaning({ status }: Pick<ReleaseCardProps, "status">) {
  const problem = problemOf(status)
  if (!problem) return status.state === "refused" ? null : <p>{en.release.meaning[status.state]}</p>
  return (
    <>
      <p>{problem.what}</p>
      <p>{problem.advice}</p>
      <p>{mayMeet(status) ? pardonedWords(status) : en.about.notMeeting}</p>
    </>
  )
}

function pardonedWords(status: ReleaseStatus): string | null {
  return status.state === "refused" && status.release ? en.release.pardoned(status.release.version) : null
}
