// The peer's page in tabs of a browser: one that stays in a room as the remote, and one that joins it again and again.

import type { BrowserContext, Page } from "playwright"

export type PeerEncryption = "none" | "livekit"

/** Milliseconds of the epoch of time. */
export interface PeerTimes {
  readonly ready: number
  readonly clicked: number
  readonly signalConnected: number
  readonly connected: number
  readonly subscribed: number
  /** The first remote frame. */
  readonly painted: number
  readonly published: number
}

export interface PeerOptions {
  /** Of the server that serves the page. */
  readonly origin: string
  readonly sfuUrl: string
  readonly encryption: PeerEncryption
}

/** A tab with the page loaded and its devices captured, a token in hand; resolves when its button can be pressed. */
export async function openPeer(context: BrowserContext, token: string, options: PeerOptions): Promise<Page> {
  const page = await context.newPage()
  const query = new URLSearchParams({ address: options.sfuUrl, token, encryption: options.encryption })
  await page.goto(`${options.origin}/?${query}`)
  await page.locator("button:enabled").waitFor()
  return page
}

/** Presses the button, with the mark "join", and waits for `last`. */
export async function joinPeer(page: Page, last: keyof PeerTimes): Promise<Partial<PeerTimes>> {
  await page.evaluate(() => {
    performance.mark("join")
    document.querySelector("button")?.click()
  })
  await page.waitForFunction((last) => window.peerTimes?.[last] !== undefined, last)
  return page.evaluate(() => window.peerTimes ?? {})
}

export async function leavePeer(page: Page): Promise<void> {
  await page.evaluate(() => window.peerRoom?.disconnect())
  await page.close()
}
