import { useEffect, useRef, useState } from "preact/hooks"

const SHOWN_MS = 10_000

/** Words that are shown for a while, the newest alone. */
export function usePassingWords(): { readonly words: string | null; readonly say: (words: string) => void } {
  const [words, setWords] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = (said: string) => {
    setWords(said)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setWords(null), SHOWN_MS)
  }
  return { words, say }
}
