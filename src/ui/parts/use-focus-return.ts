import type { RefObject } from "preact"
import { useLayoutEffect } from "preact/hooks"

/** Gives the focus back to what had it before, when what is shown in here goes and has it. */
export function useFocusReturn(place: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const opener = document.activeElement
    return () => {
      if (place.current?.contains(document.activeElement) && opener instanceof HTMLElement) opener.focus()
    }
  }, [])
}
