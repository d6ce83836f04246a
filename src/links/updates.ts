// When a waiting update is taken: a reload closes all our pages and the call, so never while a meeting is on; but
// otherwise at once, so that it lands in a running browser: in the first navigation after an update that waited for the
// next start, the guards are gone.

import type { LinkBrowser } from "./browser.ts"

const KEY = "update-waits"

/** Registers the listeners. `isMeetingOn` is also true while somebody looks at the preview, or at a site. */
export function landUpdates(
  { runtime, tabs, storage }: Pick<LinkBrowser, "runtime" | "tabs" | "storage">,
  isMeetingOn: () => Promise<boolean>,
): void {
  const takeWaiting = async (): Promise<void> => {
    if ((await storage.session.get(KEY))[KEY] === true && !(await isMeetingOn())) runtime.reload()
  }
  runtime.onUpdateAvailable.addListener(() => {
    void storage.session.set({ [KEY]: true }).then(takeWaiting, takeWaiting)
  })
  // The meeting that was in the way may have ended with this tab. The engine outlives it by its grace, so a later
  // closing tab, or the browser's next start, takes the update then.
  tabs.onRemoved.addListener(() => void takeWaiting())
}
