import { useEffect, useState } from "preact/hooks"
import type { ChatMessage } from "../../meeting/said.ts"

/** How many of the others' messages came since the chat was last open, or since the page was. */
export function useUnread(messages: readonly ChatMessage[], chat: "shown" | "hidden"): number {
  const newest = messages.at(-1)?.id ?? 0
  const [read, setRead] = useState(newest)
  useEffect(() => {
    if (chat === "shown") setRead(newest)
  }, [chat, newest])
  return chat === "shown" ? 0 : messages.filter(({ id, isYours }) => id > read && !isYours).length
}
