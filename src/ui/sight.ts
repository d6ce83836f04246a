// Whether a page is seen: not once it has been hidden for longer than a look at another tab takes.

import type { Clock } from "../media/clock.ts"

export const UNSEEN_AFTER_MS = 5000

/** A document, as far as it can be hidden. */
export interface Hideable {
  readonly visibilityState: DocumentVisibilityState
  addEventListener(type: "visibilitychange", listener: () => void, options: { readonly signal: AbortSignal }): void
}

/** Says when the page is not seen any more, some seconds after it was hidden, and at once when it is seen again. */
export function followSight(
  page: Hideable,
  clock: Pick<Clock, "after">,
  onSight: (sight: "seen" | "unseen") => void,
  abortSignal: AbortSignal,
): void {
  let cancel: (() => void) | null = null
  const look = (): void => {
    cancel?.()
    if (page.visibilityState === "hidden") cancel = clock.after(UNSEEN_AFTER_MS, () => onSight("unseen"))
    else onSight("seen")
  }
  page.addEventListener("visibilitychange", look, { signal: abortSignal })
  abortSignal.addEventListener("abort", () => cancel?.(), { once: true })
  if (page.visibilityState === "hidden") look()
}
