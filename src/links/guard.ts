// Runs in a page of a meeting's server before anything of that page: in a granted host, at `document_start`.

import type { AskingRuntime } from "./background-messages.ts"
import { isInNet } from "./net.ts"

/** The page's window, as much as the guard touches. */
export interface GuardedWindow {
  readonly location: { readonly href: string }
  readonly document: {
    readonly documentElement: { remove(): void } | null
    readonly prerendering?: boolean
    addEventListener(type: "prerenderingchange", listener: () => void): void
  }
  stop(): void
  addEventListener(type: "pageshow", listener: (event: { readonly persisted: boolean }) => void): void
}

/** Ends a page of a meeting link before its first script and reports it; leaves every other page alone. */
export function guardPage(page: GuardedWindow, runtime: AskingRuntime): void {
  const url = page.location.href
  if (!isInNet(url)) return
  page.stop()
  page.document.documentElement?.remove()
  // Without an answer the page stays empty, and nothing can be done here: the extension was just reloaded or removed.
  const report = (): void => void runtime.sendMessage({ kind: "guard", url }).catch(() => {})
  if (page.document.prerendering) page.document.addEventListener("prerenderingchange", report)
  else report()
  // Back to the emptied page, kept alive by the browser's back-forward cache.
  page.addEventListener("pageshow", ({ persisted }) => persisted && report())
}
