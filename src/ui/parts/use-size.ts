import { type RefObject } from "preact"
import { useLayoutEffect, useState } from "preact/hooks"
import type { Area } from "../layout.ts"

/** Size of an element in CSS pixels, followed; known before the first painting. */
export function useSize(element: RefObject<HTMLElement | null>): Area {
  const [size, setSize] = useState<Area>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    if (!element.current) return
    const { clientWidth: width, clientHeight: height } = element.current
    setSize({ width, height })
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return size
}
