// Which tab shows which meeting, so that the same link leads back to it and nobody joins twice.

import type { LinkBrowser } from "./browser.ts"
import { textUpTo } from "../bytes/shape.ts"
import { readStored } from "./stored.ts"
import { MAX_URL_UNITS } from "./ticket-entry.ts"

export const MEETING_PAGE = "meeting.html"
const PREFIX = "meeting-tab:"
const linkShape = textUpTo(MAX_URL_UNITS)

export class MeetingTabs {
  readonly #browser: Pick<LinkBrowser, "runtime" | "storage" | "tabs" | "windows">

  constructor(browser: Pick<LinkBrowser, "runtime" | "storage" | "tabs" | "windows">) {
    this.#browser = browser
  }

  /** Notes that the tab shows the meeting of this link (in its one spelling). */
  async remember(tabId: number, link: string): Promise<void> {
    await this.#browser.storage.session.set({ [PREFIX + tabId]: link })
  }

  async forget(tabId: number): Promise<void> {
    await this.#browser.storage.session.remove(PREFIX + tabId)
  }

  /** The tab that shows this meeting now, other than `except`; null when there is none. */
  async find(link: string, except: number | null): Promise<number | null> {
    const tab = await this.#showing(link, except)
    return tab?.tabId ?? null
  }

  /** Brings the tab of this meeting to the front; false when there is none. */
  async focus(link: string): Promise<boolean> {
    const tab = await this.#showing(link, null)
    if (!tab) return false
    await this.#browser.tabs.update(tab.tabId, { active: true })
    await this.#browser.windows.update(tab.windowId, { focused: true })
    return true
  }

  /** Whether any tab shows our meeting page. */
  async isAnyOpen(): Promise<boolean> {
    return (await this.#openPages()).length > 0
  }

  async #showing(link: string, except: number | null): Promise<{ tabId: number; windowId: number } | null> {
    const pages = (await this.#openPages()).filter(({ tabId }) => tabId !== except)
    for (const page of pages) {
      const key = PREFIX + page.tabId
      const shown = readStored(linkShape, (await this.#browser.storage.session.get(key))[key])
      if (shown === link) return page
    }
    return null
  }

  // A tab that went elsewhere is no page of ours any more, whatever was noted about it.
  async #openPages(): Promise<readonly { tabId: number; windowId: number }[]> {
    const { runtime } = this.#browser
    const pages = await runtime.getContexts({ contextTypes: ["TAB"] })
    return pages.filter(({ documentUrl }) => documentUrl?.startsWith(runtime.getURL(MEETING_PAGE)))
  }
}
