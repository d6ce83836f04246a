import type { ReleaseStatus } from "../../release/status.ts"
import { CopyBlock } from "../parts/copy-block.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import { PardonForm, type PardonFormProps } from "../parts/pardon-form.tsx"
import { releaseReport } from "../release-report.ts"
import { problemOf } from "../release-words.ts"
import { en } from "../strings/en.ts"
import { Opening } from "./link-pages.tsx"

export interface BarredPageProps {
  readonly status: ReleaseStatus
  /** The package's own, as the browser knows it. */
  readonly version: string
  /** null where there is nobody to take one. */
  readonly onPardon: PardonFormProps["onPardon"] | null
  readonly onAgain: () => void
}

/** Instead of a meeting, where this client must not meet: what is wrong with it, and what to do. */
export function BarredPage({ status, version, onPardon, onAgain }: BarredPageProps) {
  const problem = problemOf(status)
  if (!problem) return <Opening what={en.release.checking} />
  const pardonable = status.state === "refused" && status.pardon === "possible" ? status.release : null
  return (
    <NoticePage
      icon="shield-alert"
      tone="danger"
      title={problem.title}
      actions={
        <>
          <button type="button" onClick={onAgain}>
            {en.release.barred.again}
          </button>
          <a class="button" href="/about.html" target="_blank">
            {en.release.aboutThis}
          </a>
        </>
      }
    >
      <p>{problem.what}</p>
      <p>{problem.advice}</p>
      <p class="soft">{en.release.barred.lost}</p>
      {pardonable && onPardon && <PardonForm version={pardonable.version} onPardon={onPardon} />}
      <CopyBlock summary={en.about.detail.title} text={releaseReport(status, version)} />
    </NoticePage>
  )
}
