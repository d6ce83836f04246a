// The extension API as far as src/links uses it: keeps what a browser would keep, and lets a test fire its events.

import type {
  LinkBrowser,
  MessageSender,
  NavigationDetails,
  RegisteredScript,
  StorageArea,
} from "../../../src/links/browser.ts"

const ORIGIN = "chrome-extension://wardroom/"

interface FakeEvent<Event extends readonly unknown[]> {
  addListener(listener: (...event: Event) => void): void
  fire(...event: Event): void
}

function fakeEvent<Event extends readonly unknown[]>(): FakeEvent<Event> {
  const listeners: ((...event: Event) => void)[] = []
  return {
    addListener: (listener) => void listeners.push(listener),
    fire: (...event) => listeners.forEach((listener) => listener(...event)),
  }
}

function fakeStorage(): StorageArea & { readonly items: Map<string, unknown> } {
  const items = new Map<string, unknown>()
  return {
    items,
    get: async (key) => Object.fromEntries([...items].filter(([name]) => key === null || key === name)),
    set: async (added) => Object.entries(added).forEach(([key, value]) => items.set(key, structuredClone(value))),
    remove: async (keys) => [keys].flat().forEach((key) => items.delete(key)),
  }
}

/** A browser whose tabs are a map of number to URL. */
export function fakeBrowser() {
  const tabs = new Map<number, string>()
  const calls: { readonly name: string; readonly input: unknown }[] = []
  const origins = new Set<string>()
  const scripts = new Map<string, RegisteredScript>()
  const failedTabs = new Set<number>()
  let answer: ((message: unknown, sender: MessageSender) => Promise<unknown> | undefined) | null = null
  const note = (name: string, input: unknown): void => void calls.push({ name, input })
  const events = {
    onInstalled: fakeEvent<[{ readonly reason: string }]>(),
    onStartup: fakeEvent<[]>(),
    onUpdateAvailable: fakeEvent<[{ readonly version: string }]>(),
    onBeforeNavigate: fakeEvent<[NavigationDetails]>(),
    onCommitted: fakeEvent<[NavigationDetails]>(),
    onErrorOccurred: fakeEvent<[NavigationDetails & { readonly error?: string }]>(),
    onHistoryStateUpdated: fakeEvent<[NavigationDetails]>(),
    onReferenceFragmentUpdated: fakeEvent<[NavigationDetails]>(),
    onTabRemoved: fakeEvent<[number]>(),
    onAdded: fakeEvent<[]>(),
    onRemoved: fakeEvent<[]>(),
  }
  const session = fakeStorage()
  const local = fakeStorage()
  const browser: LinkBrowser = {
    runtime: {
      onMessage: {
        addListener: (listener) => {
          answer = listener
        },
      },
      onInstalled: events.onInstalled,
      onStartup: events.onStartup,
      onUpdateAvailable: events.onUpdateAvailable,
      getURL: (path) => ORIGIN + path,
      getContexts: async () =>
        [...tabs]
          .filter(([, url]) => url.startsWith(ORIGIN))
          .map(([tabId, documentUrl]) => ({ tabId, windowId: 1, documentUrl })),
      reload: () => note("reload", null),
    },
    webNavigation: {
      onBeforeNavigate: events.onBeforeNavigate,
      onCommitted: events.onCommitted,
      onErrorOccurred: events.onErrorOccurred,
      onHistoryStateUpdated: events.onHistoryStateUpdated,
      onReferenceFragmentUpdated: events.onReferenceFragmentUpdated,
      getFrame: async ({ tabId }) => ({ url: tabs.get(tabId) ?? "", errorOccurred: failedTabs.has(tabId) }),
    },
    tabs: {
      onRemoved: events.onTabRemoved,
      query: async () => [...tabs.keys()].map((id) => ({ id })),
      create: async ({ url }) => {
        const id = 100 + tabs.size
        tabs.set(id, url)
        return { id }
      },
      update: async (tabId, change) => {
        if (!tabs.has(tabId)) throw new Error(`No tab with id: ${tabId}`)
        note("tabs.update", { tabId, ...change })
        if (change.url !== undefined) tabs.set(tabId, change.url)
      },
    },
    windows: { update: async (windowId, change) => note("windows.update", { windowId, ...change }) },
    storage: { session, local },
    permissions: {
      onAdded: events.onAdded,
      onRemoved: events.onRemoved,
      getAll: async () => ({ origins: [...origins] }),
      remove: async (removed) => removed.origins.map((origin) => origins.delete(origin)).some(Boolean),
    },
    scripting: {
      getRegisteredContentScripts: async ({ ids }) => ids.flatMap((id) => scripts.get(id) ?? []),
      registerContentScripts: async (added) => {
        for (const script of added) {
          if (scripts.has(script.id)) throw new Error(`Duplicate script ID '${script.id}'`)
          note("register", script)
          scripts.set(script.id, script)
        }
      },
      updateContentScripts: async (changed) => {
        for (const script of changed) {
          note("update", script)
          scripts.set(script.id, script)
        }
      },
      unregisterContentScripts: async ({ ids }) => ids.forEach((id) => scripts.delete(id)),
    },
    declarativeNetRequest: { updateSessionRules: async (change) => note("rules", change) },
    browsingData: { remove: async (filter, data) => note("purge", { filter, data }) },
  }
  return {
    browser,
    events,
    tabs,
    failedTabs,
    origins,
    scripts,
    session: session.items,
    local: local.items,
    calls: (name: string): readonly unknown[] => calls.filter((call) => call.name === name).map(({ input }) => input),
    /** As `runtime.sendMessage`, from a page of ours in a tab, unless `sender` says otherwise. */
    send: async (message: unknown, sender: MessageSender): Promise<unknown> => answer?.(message, sender),
    ourTab: (id: number): MessageSender => ({ url: `${ORIGIN}meeting.html`, frameId: 0, tab: { id } }),
    popup: { url: `${ORIGIN}popup.html` } satisfies MessageSender,
  }
}

/** Lets everything run that waits on promises alone. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
