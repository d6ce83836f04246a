import type { Notice, Security } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { COMPARISON_ICONS, comparisonWords } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"
import { isOnShield, noticeWords } from "./notice-words.ts"
import { useRecentNotice } from "./use-recent-notice.ts"

export interface ShieldProps {
  readonly comparison: Security["comparison"]
  readonly notices: readonly Notice[]
  readonly isOpen: boolean
  readonly onPress: () => void
}

/** Opens the code; says for ten seconds who came or left. */
export function Shield({ comparison, notices, isOpen, onPress }: ShieldProps) {
  const notice = useRecentNotice(notices.filter(isOnShield))
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
