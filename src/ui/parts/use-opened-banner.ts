import { useEffect, useRef, useState } from "preact/hooks"
import { isStricter } from "../../meeting/authority.ts"
import type { InMeeting } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"

/** How long it is said that the meeting was opened, unless somebody puts it away. */
const BANNER_MS = 30_000

/** What a host opened, as long as it is worth a banner; `dismiss` puts it away. */
export function useOpenedBanner({ authority: { admission }, notices }: Pick<InMeeting, "authority" | "notices">): {
  readonly words: string | null
  readonly dismiss: () => void
} {
  const before = useRef(admission)
  const [isShown, setShown] = useState(false)
  // The notice names the host; it may come after the change, and goes before the banner does.
  const [by, setBy] = useState<string | null>(null)
  const notice = notices.findLast(({ kind }) => kind === `admission-${admission}`)
  useEffect(() => {
    if (notice) setBy(notice.by)
  }, [notice?.id])
  useEffect(() => {
    const isLooser = isStricter(before.current, admission)
    before.current = admission
    setShown(isLooser)
    setBy(notice?.by ?? null)
    if (!isLooser) return
    const timer = setTimeout(() => setShown(false), BANNER_MS)
    return () => clearTimeout(timer)
  }, [admission])
  const words = admission === "open" ? en.host.opened : en.host.unlocked
  return { words: isShown ? words(by ?? en.common.aHost) : null, dismiss: () => setShown(false) }
}
