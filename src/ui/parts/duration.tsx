import { useEffect, useState } from "preact/hooks"
import { duration } from "../time.ts"

const SECOND_MS = 1000

/** Time since a moment (milliseconds of the epoch of time), counting. */
export function Duration({ since, label }: { readonly since: number; readonly label: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <span class="duration">
      <span class="unseen">{label} </span>
      {duration(now - since)}
    </span>
  )
}
