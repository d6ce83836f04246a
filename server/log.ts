// The service's log: one JSON line for each event, made of the words below and numbers. No ids, names, addresses,
// links or keys can get in, because the type has no place for them.

/** What is ever logged. */
export type LogEvent =
  | { readonly event: "started" | "stopped" }
  | { readonly event: "join-page" | "landing-page" | "not-found" }
  | { readonly event: "socket-opened" | "socket-closed"; readonly sockets: number }
  | { readonly event: "refused"; readonly request: string; readonly fault: string }
  | { readonly event: "limited"; readonly limit: string }
  | { readonly event: "meeting-created" | "meeting-changed" }
  | { readonly event: "group-founded" | "group-recovered" | "group-forgotten"; readonly groups: number }
  | { readonly event: "group-claimed"; readonly claims: number }
  | { readonly event: "room-listed"; readonly sessions: number }
  | { readonly event: "commit"; readonly outcome: string; readonly people: number; readonly durationMs: number }
  | { readonly event: "webhook"; readonly kind: string }
  | { readonly event: "failure"; readonly where: string; readonly kind: string }

export type LogLine = LogEvent & { readonly time: string }
export type Log = (event: LogEvent) => void

/** Stamps each event and hands it to every listener. */
export function createLog(listeners: ReadonlySet<(line: LogLine) => void>, now: () => number): Log {
  return (event) => {
    const line = { time: new Date(now()).toISOString(), ...event }
    for (const listener of listeners) listener(line)
  }
}

/** Writes lines to standard output. */
export function printLine(line: LogLine): void {
  console.log(JSON.stringify(line))
}
