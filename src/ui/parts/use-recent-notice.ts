import { useEffect, useState } from "preact/hooks"
import type { Notice } from "../../meeting/notice.ts"
import { NOTICE_MS } from "./notice-words.ts"

/** The newest of these notices that is not ten seconds old, gone when it is. */
export function useRecentNotice(notices: readonly Notice[]): Notice | null {
  const newest = notices.at(-1) ?? null
  const [expired, setExpired] = useState<number | null>(null)
  useEffect(() => {
    if (!newest) return
    const timer = setTimeout(() => setExpired(newest.id), newest.at + NOTICE_MS - Date.now())
    return () => clearTimeout(timer)
  }, [newest?.id])
  return newest && newest.id !== expired ? newest : null
}
