import { useEffect, useRef } from "preact/hooks"
import { en } from "../strings/en.ts"

const STEPS = 100

/** A bar that moves with the voice; `level` is 0 to 1. */
export function LevelMeter({ level }: { readonly level: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, level)) * STEPS)
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => bar.current?.style.setProperty("--level", `${percent}%`), [percent])
  return (
    <div
      class="level"
      role="meter"
      aria-label={en.devices.level}
      aria-valuemin={0}
      aria-valuemax={STEPS}
      aria-valuenow={percent}
    >
      <span ref={bar} />
    </div>
  )
}
