// The background's half of this folder put together: one call at the top level of the service worker.

import { answerMessage } from "./answer.ts"
import { socketAddress } from "./link.ts"
import { decodeBackgroundMessage, decodeGuardReport } from "./background-messages.ts"
import type { LinkBrowser, MessageSender } from "./browser.ts"
import { guardKeeper } from "./guards.ts"
import { Interceptor } from "./intercept.ts"
import { MeetingTabs } from "./meeting-tabs.ts"
import { OpenedSites } from "./opened-sites.ts"
import { RecentStops } from "./recent-stops.ts"
import { knownServers } from "./servers.ts"
import { Tickets } from "./tickets.ts"
import { landUpdates } from "./updates.ts"

export interface LinkOptions {
  readonly family: "chromium" | "firefox"
  readonly random: (length: number) => Uint8Array
  /** Milliseconds of the epoch of time. */
  readonly now: () => number
  /** Resolves when the engine's document exists; the address of a service's socket is for it to open early. */
  readonly createEngine: (service: string | null) => Promise<void>
  readonly isEngineThere: () => Promise<boolean>
}

/** Stops meeting links from now on and answers our pages; all listeners are registered when it returns. */
export function interceptMeetingLinks(browser: LinkBrowser, options: LinkOptions): void {
  const tickets = new Tickets({ session: browser.storage.session, ...options })
  const meetingTabs = new MeetingTabs(browser)
  const openedSites = new OpenedSites(browser)
  const servers = knownServers(browser, options.family === "firefox" ? "hostname" : "origin")
  const keepGuards = guardKeeper(browser, () => openedSites.urls())
  const interceptor = new Interceptor({
    browser,
    tickets,
    stops: new RecentStops(options.now),
    meetingTabs,
    openedSites,
    replaceEntry: options.family === "firefox" ? { loadReplace: true } : {},
    onOpening: (link) => void beginEngine(link),
    onSiteLeft: () => void keepGuards(),
  })
  // While the tab loads; a server that is new is asked about first. What goes wrong the tab is told when it asks.
  const beginEngine = async (link: string): Promise<void> => {
    const { origin } = new URL(link)
    if (await servers.isKnown(origin)) await options.createEngine(socketAddress({ origin })).catch(() => undefined)
  }
  interceptor.listen()
  const landing = landUpdates(browser, {
    // A reload forgets which sites were opened instead, and would take those tabs over.
    isPageOpen: async () => (await openedSites.urls()).length > 0 || meetingTabs.isAnyOpen(),
    isEngineThere: options.isEngineThere,
  })
  browser.runtime.onMessage.addListener((message, sender) => {
    if (!isOurPage(browser, sender)) {
      interceptor.handleGuard(decodeGuardReport(message), sender)
      return undefined
    }
    const asked = decodeBackgroundMessage(message)
    const { createEngine } = options
    const parts = { browser, tickets, servers, meetingTabs, openedSites, keepGuards, createEngine, landing }
    return answerMessage(asked, sender.tab?.id ?? null, parts)
  })
  browser.runtime.onInstalled.addListener(() => void keepGuards())
  browser.runtime.onStartup.addListener(() => void keepGuards())
  browser.permissions.onAdded.addListener(() => void keepGuards())
  browser.permissions.onRemoved.addListener(() => void keepGuards())
  void keepGuards()
}

function isOurPage(browser: LinkBrowser, { url }: MessageSender): boolean {
  return url?.startsWith(browser.runtime.getURL("")) === true
}
