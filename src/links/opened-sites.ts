// "Open the site instead": the one way past the net, for one URL in one tab until that tab goes elsewhere.

import { textUpTo } from "../bytes/shape.ts"
import type { LinkBrowser, SessionRule } from "./browser.ts"
import { readStored } from "./stored.ts"
import { MAX_URL_UNITS } from "./ticket-entry.ts"

const PREFIX = "opened-site:"
const urlShape = textUpTo(MAX_URL_UNITS)
/** Above the block rule, which has 1. */
const PRIORITY = 2

export class OpenedSites {
  readonly #browser: Pick<LinkBrowser, "storage" | "declarativeNetRequest">

  constructor(browser: Pick<LinkBrowser, "storage" | "declarativeNetRequest">) {
    this.#browser = browser
  }

  async allow(tabId: number, url: string): Promise<void> {
    const page = withoutFragment(url)
    await this.#browser.storage.session.set({ [PREFIX + tabId]: page })
    await this.#browser.declarativeNetRequest.updateSessionRules({
      removeRuleIds: [tabId],
      addRules: [allowRule(tabId, page)],
    })
  }

  async isAllowed(tabId: number, url: string): Promise<boolean> {
    const key = PREFIX + tabId
    const page = readStored(urlShape, (await this.#browser.storage.session.get(key))[key])
    return page !== null && page === withoutFragment(url)
  }

  /** Ends the tab's permission; false when it had none. */
  async end(tabId: number): Promise<boolean> {
    const key = PREFIX + tabId
    if ((await this.#browser.storage.session.get(key))[key] === undefined) return false
    await this.#browser.storage.session.remove(key)
    await this.#browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: [tabId] })
    return true
  }

  /** All URLs opened now, without fragments. */
  async urls(): Promise<readonly string[]> {
    const stored = Object.entries(await this.#browser.storage.session.get(null))
    return stored
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([, value]) => readStored(urlShape, value))
      .filter((url) => url !== null)
  }
}

// One rule a tab, so the tab's number (never 0) is the rule's. The filter only has a left anchor: what follows the URL
// may be a fragment, and the listeners compare exactly.
function allowRule(tabId: number, page: string): SessionRule {
  return {
    id: tabId,
    priority: PRIORITY,
    action: { type: "allow" },
    condition: {
      urlFilter: `|${page}`,
      isUrlFilterCaseSensitive: true,
      resourceTypes: ["main_frame"],
      tabIds: [tabId],
    },
  }
}

function withoutFragment(url: string): string {
  return url.replace(/#.*$/s, "")
}
