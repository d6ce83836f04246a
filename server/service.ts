// The delivery service as one object: started by program.ts, and in process by scripts and tests.

import { mkdirSync } from "node:fs"
import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import { join } from "node:path"
import { createAdaptorServer } from "@hono/node-server"
import { RELEASE_SUITE, type SuiteName } from "../src/mls/suite.ts"
import { type Clock, systemClock } from "./clock.ts"
import type { Service } from "./conversation.ts"
import { createGroupPolicy } from "./group-policy.ts"
import { createHttp } from "./http.ts"
import { loadServiceKeys, type SfuKeys } from "./keys.ts"
import { DEFAULT_LIMITS, type Limits, RateLimit } from "./limits.ts"
import { createLog, type LogLine } from "./log.ts"
import { Sessions } from "./sessions.ts"
import { Sfu } from "./sfu.ts"
import { type Proxy, SocketDoor } from "./socket-door.ts"
import { SrpGate } from "./srp-gate.ts"
import { openSqliteStore } from "./sqlite-store.ts"

export interface ServiceOptions {
  /** Keys and database are here. */
  readonly dataFolder: string
  /** The interface and port to listen at; port 0 takes a free one. */
  readonly bind: string
  readonly port: number
  /** The host names, with port where it is not the scheme's own, that links may give us; empty: the loopback names. */
  readonly hosts: readonly string[]
  readonly sfu: SfuKeys & { readonly address: string }
  readonly suite?: SuiteName
  readonly clock?: Clock
  readonly limits?: Partial<Limits>
  /** Whether the last address in X-Forwarded-For is the client's, because a proxy of ours put it there. */
  readonly proxy?: Proxy
  /** Hears every log line from the start on. */
  readonly onLine?: (line: LogLine) => void
}

export interface RunningService {
  /** http address at the loopback or bound interface. */
  readonly url: string
  readonly port: number
  /** The key that signs `gone`, 32 bytes. */
  readonly publicKey: Uint8Array
  /** Calls `listener` with each log line until `abortSignal`. */
  subscribe(listener: (line: LogLine) => void, abortSignal: AbortSignal): void
  /** Tells everybody, waits for the last write, ends. */
  close(): Promise<void>
}

const FORGET_UNUSED_MS = 90 * 24 * 3600 * 1000
const SWEEP_MS = 24 * 3600 * 1000

export async function startService(options: ServiceOptions): Promise<RunningService> {
  const clock = options.clock ?? systemClock
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 })
  const listeners = new Set<(line: LogLine) => void>(options.onLine ? [options.onLine] : [])
  const log = createLog(listeners, () => clock.now())
  const store = openSqliteStore(join(options.dataFolder, "wardroom.sqlite"), () => clock.now())
  const keys = await loadServiceKeys(options.dataFolder)
  const policy = await createGroupPolicy(options.suite ?? RELEASE_SUITE)
  const sfu = new Sfu(options.sfu.address, options.sfu, log)
  const onExpelled = (room: string, prefix: string) => void sfu.removeSessions(room, prefix, null)
  const listSessions = (room: string) => sfu.listSessions(room)
  const sessions = new Sessions({ policy, clock, sign: keys.sign, log, onExpelled, listSessions }, store)
  await sessions.expectReturns()
  const srp = new SrpGate(keys.secret)
  const service: Service = { keys, srp, sfu, store, policy, clock, log, sessions, limits: rateLimits(limits, clock) }

  const server = createAdaptorServer({ fetch: createHttp(service).fetch })
  const door = new SocketDoor(service, limits, options.proxy ?? "none")
  server.on("upgrade", (request: IncomingMessage, duplex: Duplex, head: Buffer) => door.open(request, duplex, head))
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port, options.bind, resolve)
  })
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : options.port
  door.listenAs(options.hosts.length > 0 ? options.hosts : loopbackNames(port))
  let cancelSweep: (() => void) | null = null
  const sweep = () => {
    store
      .forgetUnused(clock.now() - FORGET_UNUSED_MS)
      .catch(() => log({ event: "failure", where: "store", kind: "sweep" }))
    cancelSweep = clock.after(SWEEP_MS, sweep)
  }
  sweep()
  log({ event: "started" })

  let closing: Promise<void> | null = null
  const close = async () => {
    cancelSweep?.()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await door.close()
    if ("closeAllConnections" in server) server.closeAllConnections()
    await closed
    await sessions.close()
    await srp.close()
    await store.close()
    log({ event: "stopped" })
  }
  return {
    url: `http://${options.bind === "0.0.0.0" ? "127.0.0.1" : options.bind}:${port}`,
    port,
    publicKey: keys.publicKey,
    subscribe(listener, abortSignal) {
      listeners.add(listener)
      abortSignal.addEventListener("abort", () => listeners.delete(listener), { once: true })
    },
    close: () => (closing ??= close()),
  }
}

function rateLimits(limits: Limits, clock: Clock): Service["limits"] {
  return {
    srpPerAddress: new RateLimit(limits.srpPerAddress, clock),
    srpPerMeeting: new RateLimit(limits.srpPerMeeting, clock),
    createPerAddress: new RateLimit(limits.createPerAddress, clock),
    asksPerAddress: new RateLimit(limits.asksPerAddress, clock),
    commitsPerPerson: new RateLimit(limits.commitsPerPerson, clock),
    commitsPerMeeting: new RateLimit(limits.commitsPerMeeting, clock),
  }
}

function loopbackNames(port: number): readonly string[] {
  return ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`)
}
