// As much of the extension API as this folder uses; entrypoints pass in webextension-polyfill's `browser`, tests a fake.

interface BrowserEvent<Event extends readonly unknown[]> {
  addListener(listener: (...event: Event) => void): void
}

export interface NavigationDetails {
  readonly tabId: number
  readonly frameId: number
  readonly url: string
  /** Chromium: a page that the browser loads on suspicion is `prerender`. */
  readonly documentLifecycle?: string
}

export interface StorageArea {
  get(key: string | null): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  remove(keys: string | string[]): Promise<void>
}

export interface MessageSender {
  readonly url?: string
  readonly frameId?: number
  readonly documentLifecycle?: string
  readonly tab?: { readonly id?: number }
}

export interface RegisteredScript {
  id: string
  js?: string[]
  matches?: string[]
  excludeMatches?: string[]
  allFrames?: boolean
  runAt?: "document_start" | "document_end" | "document_idle"
  persistAcrossSessions?: boolean
}

export interface SessionRule {
  id: number
  priority: number
  action: { type: "allow" }
  condition: {
    urlFilter: string
    isUrlFilterCaseSensitive: boolean
    resourceTypes: ["main_frame"]
    tabIds: number[]
  }
}

export interface LinkBrowser {
  readonly runtime: {
    readonly onMessage: {
      addListener(listener: (message: unknown, sender: MessageSender) => Promise<unknown> | undefined): void
    }
    readonly onInstalled: BrowserEvent<[{ readonly reason: string }]>
    readonly onStartup: BrowserEvent<[]>
    readonly onUpdateAvailable: BrowserEvent<[{ readonly version: string }]>
    getURL(path: string): string
    getContexts(filter: {
      contextTypes: "TAB"[]
    }): Promise<readonly { readonly tabId: number; readonly windowId: number; readonly documentUrl?: string }[]>
    reload(): void
  }
  readonly webNavigation: {
    readonly onBeforeNavigate: BrowserEvent<[NavigationDetails]>
    readonly onCommitted: BrowserEvent<[NavigationDetails]>
    readonly onErrorOccurred: BrowserEvent<[NavigationDetails & { readonly error?: string }]>
    readonly onHistoryStateUpdated: BrowserEvent<[NavigationDetails]>
    readonly onReferenceFragmentUpdated: BrowserEvent<[NavigationDetails]>
    getFrame(frame: {
      tabId: number
      frameId: number
    }): Promise<{ readonly url: string; readonly errorOccurred?: boolean } | null>
  }
  readonly tabs: {
    readonly onRemoved: BrowserEvent<[number]>
    query(filter: Record<string, never>): Promise<readonly { readonly id?: number }[]>
    create(tab: { url: string }): Promise<{ readonly id?: number }>
    update(tabId: number, change: { url?: string; active?: boolean; loadReplace?: boolean }): Promise<unknown>
  }
  readonly windows: { update(windowId: number, change: { focused: boolean }): Promise<unknown> }
  readonly storage: { readonly session: StorageArea; readonly local: StorageArea }
  readonly permissions: {
    readonly onAdded: BrowserEvent<[]>
    readonly onRemoved: BrowserEvent<[]>
    getAll(): Promise<{ readonly origins?: string[] }>
    remove(permissions: { origins: string[] }): Promise<boolean>
  }
  readonly scripting: {
    getRegisteredContentScripts(filter: { ids: string[] }): Promise<readonly RegisteredScript[]>
    registerContentScripts(scripts: RegisteredScript[]): Promise<void>
    updateContentScripts(scripts: RegisteredScript[]): Promise<void>
    unregisterContentScripts(filter: { ids: string[] }): Promise<void>
  }
  readonly declarativeNetRequest: {
    updateSessionRules(change: { addRules?: SessionRule[]; removeRuleIds?: number[] }): Promise<void>
  }
  readonly browsingData: {
    remove(
      filter: { origins?: string[]; hostnames?: string[] },
      data: { serviceWorkers: true; cacheStorage?: true },
    ): Promise<void>
  }
}
