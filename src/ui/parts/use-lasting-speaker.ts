import { useEffect, useMemo, useState } from "preact/hooks"
import { systemClock } from "../../media/clock.ts"
import { LastingSpeaker } from "../lasting-speaker.ts"

/** One of those who speak, by id: the same until they have been silent for a while, and only then another. */
export function useLastingSpeaker(speaking: readonly string[]): string | null {
  const [speaker, setSpeaker] = useState<string | null>(null)
  const lasting = useMemo(() => new LastingSpeaker(systemClock, setSpeaker), [])
  useEffect(() => lasting.handleSpeaking(speaking), [speaking.join(" ")])
  useEffect(() => () => lasting.close(), [])
  return speaker
}
