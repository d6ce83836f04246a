// The guard is a content script on hosts the user granted. It is the only protection in the first navigation of a
// starting browser and on a site with a service worker, where the net rule does not hold (measured).

import type { LinkBrowser, RegisteredScript } from "./browser.ts"
import { serial } from "./serial.ts"

const GUARD_ID = "guard"
const GUARD_SCRIPT = "guard.js"

/** The host permission that guards an origin, any port: match patterns with a port are not taken everywhere. */
export function hostPattern(origin: string): string {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname}/*`
}

/** Asks the user for the access that a guard needs; call it in a click, in a page of ours. */
export async function requestServerAccess(
  permissions: { request(permissions: { origins: string[] }): Promise<boolean> },
  origin: string,
): Promise<boolean> {
  return permissions.request({ origins: [hostPattern(origin)] })
}

/**
 * Returns a function that makes the registered guard what it must be: on all granted hosts, but not on opened sites.
 *
 * An update of the extension drops registered scripts, and a user may take a grant back in the browser's own settings:
 * so it is run at every start, after installing, and at every change, and compares before it writes.
 */
export function guardKeeper(
  browser: Pick<LinkBrowser, "permissions" | "scripting">,
  openedUrls: () => Promise<readonly string[]>,
): () => Promise<void> {
  return serial(async () => {
    const { scripting, permissions } = browser
    const [registered] = await scripting.getRegisteredContentScripts({ ids: [GUARD_ID] })
    const matches = (await permissions.getAll()).origins ?? []
    const wanted = guardScript(matches, await openedUrls())
    if (matches.length === 0) {
      if (registered) await scripting.unregisterContentScripts({ ids: [GUARD_ID] })
    } else if (!registered) await scripting.registerContentScripts([wanted])
    else if (!isSameScript(registered, wanted)) await scripting.updateContentScripts([wanted])
  })
}

function guardScript(matches: readonly string[], openedUrls: readonly string[]): RegisteredScript {
  return {
    id: GUARD_ID,
    js: [GUARD_SCRIPT],
    matches: matches.toSorted(),
    excludeMatches: openedUrls.map(urlPattern).toSorted(),
    allFrames: true,
    runAt: "document_start",
    persistAcrossSessions: true,
  }
}

function isSameScript(a: RegisteredScript, b: RegisteredScript): boolean {
  return isSameSet(a.matches, b.matches) && isSameSet(a.excludeMatches, b.excludeMatches)
}

function isSameSet(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === new Set(a).size
}

function urlPattern(url: string): string {
  const { protocol, hostname, pathname } = new URL(url)
  return `${protocol}//${hostname}${pathname}*`
}
