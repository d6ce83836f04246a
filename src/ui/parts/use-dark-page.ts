import { useLayoutEffect } from "preact/hooks"

/** The page is dark whatever the system wants, as long as this is shown. */
export function useDarkPage(): void {
  useLayoutEffect(() => {
    const root = document.documentElement
    root.dataset["theme"] = "dark"
    recomputeColours(root)
    return () => {
      delete root.dataset["theme"]
      recomputeColours(root)
    }
  }, [])
}

/**
 * Chromium 156 gives some elements that are made in the frame in which the scheme changes the colours of the scheme before:
 * white on white. A property that nobody reads, changed once they have their style, has all colours computed anew.
 */
function recomputeColours(root: HTMLElement): void {
  requestAnimationFrame(() => {
    void root.offsetHeight // now they have it
    root.style.setProperty("--scheme-changed", String(performance.now()))
  })
}
