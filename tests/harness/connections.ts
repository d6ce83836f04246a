// The WebRTC connections that a page or the engine makes, for tests that look into them.

import type { Page } from "playwright"

declare global {
  interface Window {
    madeConnections?: RTCPeerConnection[]
  }
}

/** Remembers every connection that the engine, or else this page, makes from now on. */
export async function watchConnections(page: Page): Promise<void> {
  await page.evaluate(() => {
    // A plain page has no extension API.
    const views = "extension" in (globalThis.chrome ?? {}) ? chrome.extension.getViews() : []
    const engine = views.find((view) => view.wardroomEngine !== undefined)
    const target = (engine ?? window) as Window & typeof globalThis
    const made: RTCPeerConnection[] = []
    window.madeConnections = made
    target.RTCPeerConnection = new Proxy(target.RTCPeerConnection, {
      construct(constructor, parameters: [RTCConfiguration?]) {
        const connection = new constructor(...parameters)
        made.push(connection)
        return connection
      },
    })
  })
}

/** The state of each of them, in the order in which they were made. */
export async function connectionStates(page: Page): Promise<readonly RTCPeerConnectionState[]> {
  return page.evaluate(() => (window.madeConnections ?? []).map(({ connectionState }) => connectionState))
}

/** The codec of the picture as it goes out or comes in, as "video/VP8"; null while none does. */
export async function pictureCodec(page: Page, direction: "inbound-rtp" | "outbound-rtp"): Promise<string | null> {
  return page.evaluate(async (type) => {
    for (const connection of window.madeConnections ?? []) {
      const report = await connection.getStats()
      const entries: { type: string; kind?: string; codecId?: string; mimeType?: string }[] = []
      report.forEach((entry) => entries.push(entry))
      const picture = entries.find((entry) => entry.type === type && entry.kind === "video" && entry.codecId)
      const codec = picture?.codecId === undefined ? undefined : report.get(picture.codecId)
      if (codec?.mimeType) return String(codec.mimeType)
    }
    return null
  }, direction)
}
