// The SFU: livekit-server as a child, on loopback, with keys of its own and no third party to ask.

import { get } from "node:http"
import { setTimeout as delay } from "node:timers/promises"
import type { SfuKeys } from "../server/keys.ts"
import { type Child, startChild } from "./child.ts"

export interface SfuPorts {
  /** HTTP and the signalling WebSocket. */
  readonly signal: number
  readonly tcp: number
  readonly udp: number
}

export interface SfuOptions {
  /** Path of livekit-server. */
  readonly binary: string
  readonly logFile: string
  readonly keys: SfuKeys
  readonly ports: SfuPorts
  /** Where it posts what happens in rooms, signed with the key. */
  readonly webhookUrl?: string
}

export interface Sfu extends SfuKeys {
  /** What clients connect to, `ws://…`. */
  readonly url: string
  readonly child: Child
  /** Ends the process; resolves when it is gone. */
  close(): Promise<void>
}

const HOST = "127.0.0.1"
const HEALTHY_WITHIN_MS = 15_000
const ASK_EVERY_MS = 50

/** Starts livekit-server and waits until it answers; throws, with the place of the log, when it ends or stays silent. */
export async function startSfu(options: SfuOptions): Promise<Sfu> {
  // By environment, not by --config-body: arguments are visible to every user of the machine, and this holds the key.
  const env = { LIVEKIT_CONFIG: JSON.stringify(sfuConfig(options)) }
  const child = await startChild(options.binary, [], { logFile: options.logFile, env })
  const url = `ws://${HOST}:${options.ports.signal}`
  try {
    await becomeHealthy(`http://${HOST}:${options.ports.signal}/`, child)
  } catch (cause) {
    await child.close()
    throw new Error(`livekit-server did not start, see ${options.logFile}`, { cause })
  }
  return { ...options.keys, url, child, close: () => child.close() }
}

/** LiveKit's configuration (YAML, of which JSON is a part). */
export function sfuConfig({ keys, ports, webhookUrl }: SfuOptions): object {
  return {
    port: ports.signal,
    bind_addresses: [HOST],
    keys: { [keys.apiKey]: keys.apiSecret },
    logging: { level: "info", json: true },
    rtc: {
      node_ip: HOST,
      use_external_ip: false,
      enable_loopback_candidate: true,
      tcp_port: ports.tcp,
      udp_port: ports.udp,
      // Never empty: for an empty list LiveKit hands its clients Google's and Twilio's servers.
      stun_servers: [`${HOST}:${ports.udp}`],
    },
    room: { auto_create: true, enabled_codecs: [{ mime: "audio/opus" }, { mime: "video/vp8" }, { mime: "video/vp9" }] },
    ...(webhookUrl === undefined ? {} : { webhook: { api_key: keys.apiKey, urls: [webhookUrl] } }),
  }
}

async function becomeHealthy(url: string, child: Child): Promise<void> {
  const overAt = performance.now() + HEALTHY_WITHIN_MS
  const ended = child.ended.then((how) => {
    throw new Error(how)
  })
  while (performance.now() < overAt) {
    if (await Promise.race([isHealthy(url), ended])) return
    await Promise.race([delay(ASK_EVERY_MS), ended])
  }
  throw new Error(`no answer within ${HEALTHY_WITHIN_MS / 1000} s`)
}

function isHealthy(url: string): Promise<boolean> {
  const healthy = Promise.withResolvers<boolean>()
  // A connection of its own: livekit-server does not end before the connections kept alive by fetch() do.
  get(url, { agent: false }, (answer) => {
    answer.resume()
    healthy.resolve(answer.statusCode === 200)
  }).once("error", () => healthy.resolve(false))
  return healthy.promise
}
