// The engine's document in Chromium: an offscreen document, of which an extension has at most one.

import type { Installation } from "../../src/release/status.ts"

const PAGE = "offscreen.html"

/**
 * Returns a function that resolves when the engine's document exists; calls at the same time share one creation.
 *
 * An offscreen document cannot ask how the extension is installed, so its address says so. It names the service's socket
 * too, where that is known, for the document to open it early; of the link nothing else is in it.
 */
export function engineDocument(
  offscreen: typeof chrome.offscreen,
  readInstallation: () => Promise<Installation>,
): (service: string | null) => Promise<void> {
  let creating: Promise<void> | null = null
  return (service) => {
    creating ??= create(offscreen, readInstallation, service).finally(() => {
      creating = null
    })
    return creating
  }
}

async function create(
  offscreen: typeof chrome.offscreen,
  readInstallation: () => Promise<Installation>,
  service: string | null,
): Promise<void> {
  const query = new URLSearchParams({ installed: await readInstallation(), ...(service === null ? {} : { service }) })
  const { USER_MEDIA, WEB_RTC, DISPLAY_MEDIA } = offscreen.Reason
  try {
    await offscreen.createDocument({
      url: `${PAGE}?${query}`,
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
