import type { Notice } from "../../meeting/notice.ts"
import type { Person } from "../../meeting/person.ts"
import type { Security } from "../../meeting/security.ts"
import { COMPARISON_LOOKS } from "../comparison-looks.ts"
import { en } from "../strings/en.ts"
import { comparisonWords } from "./comparison-words.ts"
import { Icon } from "./icon.tsx"
import { isOnShield, newsWords } from "./notice-words.ts"
import { useCalmWords } from "./use-calm-words.ts"
import { useRecentNotice } from "./use-recent-notice.ts"

export interface ShieldProps {
  readonly comparison: Security["comparison"]
  readonly people: readonly Person[]
  readonly notices: readonly Notice[]
  readonly isOpen: boolean
  readonly onPress: () => void
}

/** Opens the code; says for ten seconds who came or left, which outweighs all but a difference. */
export function Shield({ comparison, people, notices, isOpen, onPress }: ShieldProps) {
  const notice = useRecentNotice(notices.filter(isOnShield))
  const news = notice && newsWords(notice, notices)
  const aloud = useCalmWords(news)
  const words = news !== null && comparison.state !== "differs" ? news : comparisonWords(comparison, people)
  return (
    <>
      <button
        type="button"
        class="button shield trust-word"
        data-trust={COMPARISON_LOOKS[comparison.state].hue}
        aria-expanded={isOpen}
        title={en.security.title}
        onClick={onPress}
      >
        <Icon name={COMPARISON_LOOKS[comparison.state].icon} />
        <span class="unseen">{en.security.title}: </span>
        <span class="words">{words}</span>
      </button>
      <p class="unseen" role="status">
        {aloud}
      </p>
    </>
  )
}
