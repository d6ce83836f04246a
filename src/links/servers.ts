// The servers that the user met and accepted, by origin. A known one goes straight to the client; its service worker
// and caches are purged, as a page of an earlier visit could answer a stopped navigation from there.

import { list, text } from "../bytes/shape.ts"
import { type KnownServer, MAX_SERVERS } from "./background-messages.ts"
import type { LinkBrowser } from "./browser.ts"
import { hostPattern } from "./guards.ts"
import { serial } from "./serial.ts"
import { readStored } from "./stored.ts"

const KEY = "servers"
const serversShape = list(text(/^https?:\/\/[^/\s]{1,255}$/), MAX_SERVERS)

/** How `browsingData.remove` names a site: Chromium by origin, Firefox by host name. */
export type PurgeBy = "origin" | "hostname"

export interface Servers {
  isKnown(origin: string): Promise<boolean>
  add(origin: string): Promise<void>
  /** Forgets the server and gives the access to its host back. */
  remove(origin: string): Promise<void>
  all(): Promise<readonly KnownServer[]>
}

type ServersBrowser = Pick<LinkBrowser, "storage" | "permissions" | "browsingData">

export function knownServers(browser: ServersBrowser, purgeBy: PurgeBy): Servers {
  const read = async (): Promise<readonly string[]> =>
    readStored(serversShape, (await browser.storage.local.get(KEY))[KEY]) ?? []
  const change = serial(async (next: (origins: readonly string[]) => readonly string[]) => {
    await browser.storage.local.set({ [KEY]: next(await read()) })
  })
  return {
    isKnown: async (origin) => (await read()).includes(origin),
    add: async (origin) => {
      // The oldest goes when the list is full: it is then asked about again.
      await change((origins) => [...origins.filter((other) => other !== origin), origin].slice(-MAX_SERVERS))
      await purge(browser, origin, purgeBy)
    },
    remove: async (origin) => {
      await change((origins) => origins.filter((other) => other !== origin))
      await browser.permissions.remove({ origins: [hostPattern(origin)] })
    },
    all: async () => {
      const granted = (await browser.permissions.getAll()).origins ?? []
      return (await read()).map((origin) => ({ origin, guarded: isGuarded(origin, granted) }))
    },
  }
}

/** Whether one of the granted match patterns takes in the origin. */
export function isGuarded(origin: string, granted: readonly string[]): boolean {
  const { protocol, hostname } = new URL(origin)
  return granted.some((pattern) => {
    const [scheme, rest = ""] = pattern.split("://", 2)
    const host = rest.replace(/\/.*$/s, "")
    if (pattern === "<all_urls>") return true
    if (scheme !== "*" && `${scheme}:` !== protocol) return false
    return host === "*" || host === hostname || (host.startsWith("*.") && hostname.endsWith(host.slice(1)))
  })
}

async function purge(browser: ServersBrowser, origin: string, by: PurgeBy): Promise<void> {
  if (by === "origin") {
    await browser.browsingData.remove({ origins: [origin] }, { serviceWorkers: true, cacheStorage: true })
  } else await browser.browsingData.remove({ hostnames: [new URL(origin).hostname] }, { serviceWorkers: true })
}
