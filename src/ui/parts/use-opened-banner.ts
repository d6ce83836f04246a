import { useEffect, useRef, useState } from "preact/hooks"
import type { Admission } from "../../delivery/messages.ts"
import type { InMeeting } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"

/** How long it is said that the meeting was opened, unless somebody puts it away. */
const BANNER_MS = 30_000

const STRICTNESS: Readonly<Record<Admission, number>> = { open: 0, ask: 1, locked: 2 }

/** What a host opened, as long as it is worth a banner; `dismiss` puts it away. */
export function useOpenedBanner({ authority: { admission }, notices }: Pick<InMeeting, "authority" | "notices">): {
  readonly words: string | null
  readonly dismiss: () => void
} {
  const before = useRef(admission)
  const [words, setWords] = useState<string | null>(null)
  useEffect(() => {
    const isLooser = STRICTNESS[admission] < STRICTNESS[before.current]
    before.current = admission
    if (!isLooser || admission === "locked") return setWords(null)
    const by = notices.findLast(({ kind }) => kind === `admission-${admission}`)?.by ?? en.common.aHost
    setWords(admission === "open" ? en.host.opened(by) : en.host.unlocked(by))
    const timer = setTimeout(() => setWords(null), BANNER_MS)
    return () => clearTimeout(timer)
  }, [admission])
  return { words, dismiss: () => setWords(null) }
}
