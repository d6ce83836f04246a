import type { RefObject } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"

/**
 * Where somebody goes whose row has the focus, it goes to `target` and is not lost. `list`: changes with the rows; the
 * handler is the list's.
 */
export function useFocusKept(target: RefObject<HTMLElement | null>, list: unknown): (event: FocusEvent) => void {
  const focused = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (!focused.current || focused.current.isConnected) return
    focused.current = null
    if (document.activeElement === document.body) target.current?.focus({ preventScroll: true })
  }, [list])
  return ({ target: now }) => {
    focused.current = now instanceof Element ? now : null
  }
}
