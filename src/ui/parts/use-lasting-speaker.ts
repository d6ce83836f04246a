import { useEffect, useRef, useState } from "preact/hooks"

/** So long somebody stays after the last word: time to press, and no flicker while people pause. */
const LASTS_MS = 3000

/** One of those who speak, by id: the same until they have been silent for a while, and only then another. */
export function useLastingSpeaker(speaking: readonly string[]): string | null {
  const [speaker, setSpeaker] = useState<string | null>(null)
  const first = useRef<string | null>(null)
  first.current = speaking[0] ?? null
  const isSpeaking = speaker !== null && speaking.includes(speaker)
  const isAnyone = first.current !== null
  useEffect(() => {
    if (isSpeaking) return
    if (speaker === null) return setSpeaker(first.current)
    const timer = setTimeout(() => setSpeaker(first.current), LASTS_MS)
    return () => clearTimeout(timer)
  }, [speaker, isSpeaking, speaker === null && isAnyone])
  return speaker
}
