// The screen is captured by the tab, since the browser wants the click there; the engine sends it.

import type { OnOff, Speaking } from "../meeting/engine-handle.ts"

/** Shows a screen that the person chooses in the browser's own dialogue, or none any more; `declined`: they chose none. */
export async function shareScreen(
  state: OnOff,
  speaking: Pick<Speaking, "showScreen"> | null,
  media: Pick<MediaDevices, "getDisplayMedia">,
): Promise<"done" | "declined"> {
  if (state === "off") {
    speaking?.showScreen(null)
    return "done"
  }
  try {
    const [track] = (await media.getDisplayMedia({ video: true, audio: false })).getVideoTracks()
    speaking?.showScreen(track ?? null)
    return track ? "done" : "declined"
  } catch (reason) {
    if (reason instanceof DOMException && reason.name === "NotAllowedError") return "declined"
    throw reason
  }
}
