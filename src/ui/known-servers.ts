// The servers that the person added, as pages list and change them.

import { type ReadonlySignal, signal } from "@preact/signals"
import type { KnownServer } from "../links/background-messages.ts"
import type { ServerListProps } from "./parts/server-list.tsx"
import type { AskBackground } from "./meeting-tab.ts"

export interface KnownServers extends Pick<ServerListProps, "onAdd" | "onRemove"> {
  readonly servers: ReadonlySignal<readonly KnownServer[]>
  refresh(): Promise<void>
}

/** `requestAccess` asks the browser for a server's pages, within the person's click. */
export function knownServers(ask: AskBackground, requestAccess: (origin: string) => Promise<boolean>): KnownServers {
  const servers = signal<readonly KnownServer[]>([])
  const refresh = async () => {
    servers.value = await ask("servers", {})
  }
  return {
    servers,
    refresh,
    async onAdd(origin) {
      const granted = await requestAccess(origin)
      await ask("add-server", { origin })
      await refresh()
      return granted ? "guarded" : "refused"
    },
    onRemove(origin) {
      void ask("remove-server", { origin }).then(refresh)
    },
  }
}
