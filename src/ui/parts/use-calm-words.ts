import { useEffect, useRef, useState } from "preact/hooks"

/** A screen reader reads each change to its end. */
const CALM_MS = 5000

/** Words to be read aloud: the first ones at once, and what they change to at most every five seconds. */
export function useCalmWords(words: string | null): string | null {
  const [said, say] = useState(words)
  const saidAt = useRef(0)
  useEffect(() => {
    if (words === said) return
    if (words === null) return say(null)
    const tell = () => {
      saidAt.current = Date.now()
      say(words)
    }
    const timer = setTimeout(tell, saidAt.current + CALM_MS - Date.now())
    return () => clearTimeout(timer)
  }, [words])
  return said
}
