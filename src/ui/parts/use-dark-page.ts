import { useLayoutEffect } from "preact/hooks"

/** The page is dark whatever the system wants, as long as this is shown. */
export function useDarkPage(): void {
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = "dark"
    return () => {
      delete document.documentElement.dataset["theme"]
    }
  }, [])
}
