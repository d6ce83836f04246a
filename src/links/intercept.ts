// Stops every navigation to a meeting link and opens our own page in its place. The net rule (rules.json) blocks the
// request; these listeners hear of it and take the tab over. They see no page and need no host permission.

import { formatMeetingLink, LinkError, parseMeetingLink } from "./link.ts"
import type { GuardReport } from "./background-messages.ts"
import type { LinkBrowser, MessageSender, NavigationDetails } from "./browser.ts"
import { MEETING_PAGE, type MeetingTabs } from "./meeting-tabs.ts"
import { isInNet } from "./net.ts"
import type { OpenedSites } from "./opened-sites.ts"
import type { RecentStops, StopSource } from "./recent-stops.ts"
import { isGuarded } from "./servers.ts"
import type { Exposure } from "./ticket-entry.ts"
import type { Tickets } from "./tickets.ts"

export interface InterceptOptions {
  readonly browser: Pick<LinkBrowser, "runtime" | "tabs" | "webNavigation" | "permissions">
  readonly tickets: Tickets
  readonly stops: RecentStops
  readonly meetingTabs: MeetingTabs
  readonly openedSites: OpenedSites
  /** Firefox: our page takes the place of the stopped link in the tab's back list. */
  readonly replaceEntry: { readonly loadReplace?: true }
  /** Called when our page opens for a link in its one spelling, and no tab of ours shows that meeting yet. */
  readonly onOpening: (link: string) => void
  /** Called when a tab left a site that the user had opened instead. */
  readonly onSiteLeft: () => void
}

/** A navigation that must not go on. */
interface StoppedNavigation {
  readonly tabId: number
  readonly url: string
  readonly source: StopSource
}

// The user pressed stop, or another navigation took its place, ours most of all. Chromium's name and Firefox's.
const ABORTED = new Set(["net::ERR_ABORTED", "Error code 2152398850", "NS_BINDING_ABORTED"])
const TOP_FRAME = 0

export class Interceptor {
  readonly #options: InterceptOptions

  constructor(options: InterceptOptions) {
    this.#options = options
  }

  /** Registers all listeners, at once: one added later would miss the event that started the background. */
  listen(): void {
    const { webNavigation, runtime, tabs } = this.#options.browser
    webNavigation.onBeforeNavigate.addListener((details) => this.#take(details, "before"))
    webNavigation.onErrorOccurred.addListener((details) => {
      // After an HTTP redirect the target is named here only.
      if (!ABORTED.has(details.error ?? "")) this.#take(details, "error")
    })
    webNavigation.onCommitted.addListener((details) => {
      this.#take(details, "committed")
      void this.#noteLeft(details)
    })
    webNavigation.onHistoryStateUpdated.addListener((details) => this.#take(details, "same-document"))
    webNavigation.onReferenceFragmentUpdated.addListener((details) => this.#take(details, "same-document"))
    runtime.onStartup.addListener(() => void this.#takeOpenTabs("all"))
    runtime.onInstalled.addListener(({ reason }) => {
      void this.#takeOpenTabs(reason === "install" ? "blocked" : "all")
    })
    tabs.onRemoved.addListener((tabId) => void this.#endOpenedSite(tabId))
  }

  /** A page was emptied by the guard. */
  handleGuard(report: GuardReport, sender: MessageSender): void {
    const tabId = sender.tab?.id
    // A frame stays stopped and opens nothing.
    if (tabId === undefined || sender.frameId !== TOP_FRAME) return
    this.#take({ tabId, frameId: TOP_FRAME, url: report.url }, "guard")
  }

  #take(details: NavigationDetails, source: StopSource): void {
    if (details.frameId !== TOP_FRAME || !isInNet(details.url)) return
    // The browser loads ahead what the user may never open; the rule blocks that, so a click navigates anew.
    if (details.documentLifecycle === "prerender") return
    void this.#stop({ tabId: details.tabId, url: details.url, source })
  }

  async #stop(navigation: StoppedNavigation): Promise<void> {
    const { browser, tickets, stops, meetingTabs, openedSites, replaceEntry, onOpening } = this.#options
    const { tabId, url, source } = navigation
    const ticket = tickets.draw()
    const earlier = stops.repeated(navigation, ticket)
    const link = spellLink(url)
    // Each is a round trip or two to the browser, and the page waits for all.
    const [isAllowed, elsewhere] = await Promise.all([
      openedSites.isAllowed(tabId, url),
      link === null ? null : meetingTabs.find(link, tabId),
    ])
    if (isAllowed) return
    const exposure = exposureOf(source, () => this.#isGuarded(url))
    if (earlier !== null) {
      await tickets.expose(earlier, await exposure)
      return
    }
    await tickets.issue(ticket, { url, tabId, exposure: await exposure, elsewhere })
    const page = browser.runtime.getURL(`${MEETING_PAGE}?t=${ticket}`)
    if (link !== null && elsewhere === null) onOpening(link)
    try {
      await browser.tabs.update(tabId, { url: page, ...replaceEntry })
      if (link !== null && elsewhere !== null) await meetingTabs.focus(link)
    } catch {
      await tickets.redeem(ticket, tabId) // the tab was closed meanwhile
    }
  }

  async #isGuarded(url: string): Promise<boolean> {
    return isGuarded(url, (await this.#options.browser.permissions.getAll()).origins ?? [])
  }

  // Chromium that was started by a link navigates before it loads extensions: only what is there can be taken over.
  // After an update that waited for the browser's start even the guard is gone, and `onStartup` does not come either.
  // Just installed, only what the rule blocked before the background ran: a meeting may be on in a served page.
  async #takeOpenTabs(which: "all" | "blocked"): Promise<void> {
    const { tabs, webNavigation } = this.#options.browser
    for (const { id: tabId } of await tabs.query({})) {
      if (tabId === undefined) continue
      const frame = await webNavigation.getFrame({ tabId, frameId: TOP_FRAME })
      if (!frame || (which === "blocked" && !frame.errorOccurred)) continue
      this.#take({ tabId, frameId: TOP_FRAME, url: frame.url }, frame.errorOccurred ? "error" : "startup")
    }
  }

  async #noteLeft({ tabId, frameId, url }: NavigationDetails): Promise<void> {
    if (frameId !== TOP_FRAME) return
    if (!(await this.#options.openedSites.isAllowed(tabId, url))) await this.#endOpenedSite(tabId)
  }

  async #endOpenedSite(tabId: number): Promise<void> {
    if (await this.#options.openedSites.end(tabId)) this.#options.onSiteLeft()
  }
}

/** The link in its one spelling, `null` for what is none or is wrong. */
export function spellLink(url: string): string | null {
  try {
    const link = parseMeetingLink(url)
    return link && formatMeetingLink(link)
  } catch (error) {
    if (error instanceof LinkError) return null
    throw error
  }
}

async function exposureOf(source: StopSource, guarded: () => Promise<boolean>): Promise<Exposure> {
  switch (source) {
    case "before":
    case "error":
      return "unseen"
    case "guard":
      return "asked"
    case "committed":
    case "startup":
      return (await guarded()) ? "asked" : "ran"
    case "same-document":
      return "ran"
    default:
      return source satisfies never
  }
}
