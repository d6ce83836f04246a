// What the background does for each message of our pages.

import type { BackgroundAnswer, BackgroundMessage, MessageKind, Redemption } from "./background-messages.ts"
import type { LinkBrowser } from "./browser.ts"
import { formatMeetingLink, LinkError, parseMeetingLink } from "./link.ts"
import { MEETING_PAGE, type MeetingTabs } from "./meeting-tabs.ts"
import type { OpenedSites } from "./opened-sites.ts"
import type { Servers } from "./servers.ts"
import type { TicketEntry } from "./ticket-entry.ts"
import type { Tickets } from "./tickets.ts"
import { spellLink } from "./intercept.ts"
import type { Landing } from "./updates.ts"
import { isInNet } from "./net.ts"

export interface AnswerOptions {
  readonly browser: Pick<LinkBrowser, "runtime" | "tabs">
  readonly tickets: Tickets
  readonly servers: Servers
  readonly meetingTabs: MeetingTabs
  readonly openedSites: OpenedSites
  readonly keepGuards: () => Promise<void>
  /** Resolves when the engine's document exists; the address of a service's socket is for it to open early. */
  readonly createEngine: (service: string | null) => Promise<void>
  readonly landing: Landing
}

/** Answers one message from a page of ours, in tab `tabId` or, where it is a popup or offscreen, none. */
export async function answerMessage(
  message: BackgroundMessage,
  tabId: number | null,
  options: AnswerOptions,
): Promise<BackgroundAnswer<MessageKind>> {
  const { servers, meetingTabs, keepGuards, createEngine, landing } = options
  switch (message.kind) {
    case "redeem":
      return tabId === null ? null : redeem(message.ticket, tabId, options)
    case "open-link":
      return openLink(message.link, options)
    case "focus-meeting":
      return (await meetingTabs.focus(message.link)) ? "focused" : "not-open"
    case "showing-meeting":
      if (tabId !== null) await meetingTabs.remember(tabId, message.link)
      return null
    case "open-site":
      if (tabId !== null) await openSite(message.url, tabId, options)
      return null
    case "add-server":
      await servers.add(message.origin)
      await keepGuards()
      return null
    case "remove-server":
      await servers.remove(message.origin)
      await keepGuards()
      return null
    case "servers":
      return servers.all()
    case "engine":
      await createEngine(null)
      return null
    case "engine-ends":
      await landing.handleEngineEnd()
      return null
    default:
      return message satisfies never
  }
}

async function redeem(ticket: string, tabId: number, options: AnswerOptions): Promise<Redemption | null> {
  const { tickets, servers, meetingTabs } = options
  const entry = await tickets.redeem(ticket, tabId)
  if (!entry) return null
  const redemption = await readEntry(entry, servers)
  if (redemption?.kind === "meeting") await meetingTabs.remember(tabId, redemption.link)
  else await meetingTabs.forget(tabId)
  return redemption
}

async function readEntry({ url, exposure, elsewhere }: TicketEntry, servers: Servers): Promise<Redemption | null> {
  try {
    const parsed = parseMeetingLink(url)
    if (!parsed) return null
    const link = formatMeetingLink(parsed)
    if (elsewhere !== null) return { kind: "elsewhere", link }
    const server = (await servers.isKnown(parsed.origin)) ? "known" : "new"
    return { kind: "meeting", link, server, droppedQuery: parsed.droppedQuery, exposure }
  } catch (error) {
    if (error instanceof LinkError) return { kind: "malformed", url, fault: error.fault, exposure }
    throw error
  }
}

async function openLink(text: string, options: AnswerOptions): Promise<BackgroundAnswer<"open-link">> {
  const { browser, tickets, meetingTabs } = options
  const url = URL.parse(text.trim())?.href
  if (url === undefined || !isInNet(url)) return "not-a-link"
  const link = spellLink(url)
  if (link !== null && (await meetingTabs.focus(link))) return "focused"
  const ticket = tickets.draw()
  // A ticket is one tab's, and a tab has its number only once it is open.
  const tab = await browser.tabs.create({ url: "about:blank" })
  if (tab.id === undefined) throw new Error("the new tab has no number")
  await tickets.issue(ticket, { url, tabId: tab.id, exposure: "unseen", elsewhere: null })
  await browser.tabs.update(tab.id, { url: browser.runtime.getURL(`${MEETING_PAGE}?t=${ticket}`) })
  return "opened"
}

async function openSite(url: string, tabId: number, options: AnswerOptions): Promise<void> {
  const { browser, meetingTabs, openedSites, keepGuards } = options
  const page = URL.parse(url)
  if (!page || !isInNet(page.href)) throw new RangeError("only a stopped link can be opened instead")
  await meetingTabs.forget(tabId)
  await openedSites.allow(tabId, page.href)
  await keepGuards()
  await browser.tabs.update(tabId, { url: page.href })
}
