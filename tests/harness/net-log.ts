// Chromium's own record of its network (--log-net-log), read for one question: who was contacted, and by whom.

import { readFile } from "node:fs/promises"

export interface LoggedRequest {
  /** Host with its port, where it has one. */
  readonly host: string
  /** Origin of the page or extension that caused it; null for the browser's own. */
  readonly initiator: string | null
}

export interface NetLog {
  /** HTTP and WebSocket. */
  readonly requests: readonly LoggedRequest[]
  /** Addresses to which a TCP connection was attempted. */
  readonly connections: ReadonlySet<string>
  /** Addresses to which datagrams went: WebRTC's, and others. */
  readonly datagrams: ReadonlySet<string>
}

interface LoggedEvent {
  readonly type: number
  readonly params?: Readonly<Record<string, unknown>>
}

/** Reads the log of a browser that has ended. */
export async function readNetLog(path: string): Promise<NetLog> {
  const log: { constants: { logEventTypes: Record<string, number> }; events: LoggedEvent[] } = JSON.parse(
    await readFile(path, "utf8"),
  )
  const ofType = (name: string) => {
    const number = log.constants.logEventTypes[name]
    if (number === undefined) throw new TypeError(`Chromium logs no ${name} any more`)
    return log.events.flatMap(({ type, params }) => (type === number && params ? [params] : []))
  }
  const addresses = (name: string) => new Set(ofType(name).flatMap(({ address }) => (isText(address) ? [address] : [])))
  return {
    requests: ofType("URL_REQUEST_START_JOB").flatMap(({ url, initiator }) =>
      isText(url)
        ? [{ host: new URL(url).host, initiator: isText(initiator) && initiator !== NOBODY ? initiator : null }]
        : [],
    ),
    connections: addresses("TCP_CONNECT_ATTEMPT"),
    datagrams: addresses("UDP_BYTES_SENT"),
  }
}

/** How the log writes that no page caused a request. */
const NOBODY = "not an origin"

function isText(value: unknown): value is string {
  return typeof value === "string"
}
