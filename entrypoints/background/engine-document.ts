// The engine's document in Chromium: an offscreen document, of which an extension has at most one.

import type { Installation } from "../../src/release/status.ts"

const PAGE = "offscreen.html"

/**
 * Returns a function that resolves when the engine's document exists; calls at the same time share one creation.
 *
 * An offscreen document cannot ask how the extension is installed, so its address says so.
 */
export function engineDocument(
  offscreen: typeof chrome.offscreen,
  readInstallation: () => Promise<Installation>,
): () => Promise<void> {
  let creating: Promise<void> | null = null
  return () => {
    creating ??= create(offscreen, readInstallation).finally(() => {
      creating = null
    })
    return creating
  }
}

async function create(
  offscreen: typeof chrome.offscreen,
  readInstallation: () => Promise<Installation>,
): Promise<void> {
  const { USER_MEDIA, WEB_RTC, DISPLAY_MEDIA } = offscreen.Reason
  try {
    await offscreen.createDocument({
      url: `${PAGE}?installed=${await readInstallation()}`,
      reasons: [USER_MEDIA, WEB_RTC, DISPLAY_MEDIA],
      justification: "holds the meeting, so that closing or reloading its tab does not end the call",
    })
  } catch (error) {
    // It exists already; Chromium tells this from other failures by its message only.
    if (!(error instanceof Error && error.message.startsWith("Only a single offscreen"))) throw error
  }
}

/** Whether the engine's document exists, which is to say that a meeting is on. */
export async function isEngineThere(runtime: typeof chrome.runtime): Promise<boolean> {
  const engines = await runtime.getContexts({ contextTypes: [runtime.ContextType.OFFSCREEN_DOCUMENT] })
  return engines.length > 0
}
