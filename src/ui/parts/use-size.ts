import { type RefObject } from "preact"
import { useEffect, useState } from "preact/hooks"
import type { Area } from "../layout.ts"

/** Size of an element in CSS pixels, followed. */
export function useSize(element: RefObject<HTMLElement | null>): Area {
  const [size, setSize] = useState<Area>({ width: 0, height: 0 })
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return size
}
