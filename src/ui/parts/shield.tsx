import { useEffect, useState } from "preact/hooks"
import type { Notice, Security } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { COMPARISON_ICONS, comparisonWords } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"

export interface ShieldProps {
  readonly comparison: Security["comparison"]
  readonly notices: readonly Notice[]
  readonly isOpen: boolean
  readonly onPress: () => void
}

/** How long a notice stays on the shield. */
const NOTICE_MS = 10_000

/** Opens the code; says for ten seconds who came or left. */
export function Shield({ comparison, notices, isOpen, onPress }: ShieldProps) {
  const notice = useRecentNotice(notices)
  const words = notice ? noticeWords(notice) : comparisonWords(comparison)
  return (
    <>
      <button
        type="button"
        class="button shield"
        data-state={comparison.state}
        aria-expanded={isOpen}
        title={en.security.title}
        onClick={onPress}
      >
        <Icon name={COMPARISON_ICONS[comparison.state]} />
        <span class="unseen">{en.security.title}: </span>
        <span class="words">{words}</span>
      </button>
      <p class="unseen" role="status">
        {notice && noticeWords(notice)}
      </p>
    </>
  )
}

/** The newest notice that is not ten seconds old, gone when it is. */
function useRecentNotice(notices: readonly Notice[]): Notice | null {
  const newest = notices.at(-1) ?? null
  const [expired, setExpired] = useState<number | null>(null)
  useEffect(() => {
    if (!newest) return
    const timer = setTimeout(() => setExpired(newest.id), newest.at + NOTICE_MS - Date.now())
    return () => clearTimeout(timer)
  }, [newest?.id])
  return newest && newest.id !== expired ? newest : null
}

function noticeWords({ kind, name }: Pick<Notice, "kind" | "name">): string {
  return en.notices[kind](name ?? en.common.somebody)
}
