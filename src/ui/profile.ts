// What a view remembers of its person between meetings: the name of the last join and the last server. Nothing else.

export interface Profile {
  /** The name of the last join, or empty. */
  readonly name: () => string
  readonly remember: (name: string) => void
  /** Origin of the server that was used last, or null. */
  readonly server: () => string | null
  readonly rememberServer: (origin: string) => void
}

const NAME = "name"
const SERVER = "server"

export function keepProfile(storage: Pick<Storage, "getItem" | "setItem">): Profile {
  return {
    name: () => storage.getItem(NAME) ?? "",
    remember: (name) => storage.setItem(NAME, name),
    server: () => storage.getItem(SERVER),
    rememberServer: (origin) => storage.setItem(SERVER, origin),
  }
}

/** The servers to offer, the one used last first. */
export function offeredServers(known: readonly string[], last: string | null): readonly string[] {
  return last === null ? known : [last, ...known.filter((origin) => origin !== last)]
}
