// When a waiting update is taken: a reload closes all our pages and the call, so never while a meeting is on; but
// otherwise at once, so that it lands in a running browser: in the first navigation after an update that waited for the
// next start, the guards are gone.

import type { LinkBrowser, StorageArea } from "./browser.ts"

/** The version that waits. */
const KEY = "update-waits"

export interface LandingOptions {
  /** A meeting tab, or a site that was opened instead: also while somebody looks at the preview. */
  readonly isPageOpen: () => Promise<boolean>
  readonly isEngineThere: () => Promise<boolean>
}

export interface Landing {
  /** To be called when the engine's document is about to end; it may still be there. */
  handleEngineEnd(): Promise<void>
}

/** Registers the listeners. */
export function landUpdates(
  { runtime, tabs, storage }: Pick<LinkBrowser, "runtime" | "tabs" | "storage">,
  { isPageOpen, isEngineThere }: LandingOptions,
): Landing {
  const takeWaiting = async (isBusy: () => Promise<boolean>): Promise<void> => {
    if ((await waitingUpdate(storage.session)) !== null && !(await isBusy())) runtime.reload()
  }
  const takeUnlessMeeting = () => takeWaiting(async () => (await isPageOpen()) || isEngineThere())
  runtime.onUpdateAvailable.addListener(({ version }) => {
    void storage.session.set({ [KEY]: version }).then(takeUnlessMeeting, takeUnlessMeeting)
  })
  // The meeting that was in the way may have ended with this tab. The engine outlives it by its grace.
  tabs.onRemoved.addListener(() => void takeUnlessMeeting())
  return { handleEngineEnd: () => takeWaiting(isPageOpen) }
}

/** The version of the update that waits for the end of a meeting; null: there is none. */
export async function waitingUpdate(session: Pick<StorageArea, "get">): Promise<string | null> {
  const version = (await session.get(KEY))[KEY]
  return typeof version === "string" ? version : null
}
