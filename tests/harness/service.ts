// The real delivery service in this process, and people who speak to it over real sockets with real groups.

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { WebSocket } from "ws"
import type { LogLine } from "../../server/log.ts"
import { type RunningService, type ServiceOptions, startService } from "../../server/service.ts"
import { type Sign, signWith } from "../../src/bytes/statement.ts"
import { DeliveryClient } from "../../src/delivery/delivery-client.ts"
import type { DeliveryError } from "../../src/delivery/errors.ts"
import { isEqual } from "../../src/bytes/bytes.ts"
import type { AskerFacts, Push, PushType } from "../../src/delivery/messages.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { type OpenedMeeting, prepareMeeting, type PreparedMeeting } from "../../src/password/link-session.ts"

export const SETTINGS = { admission: "open", mayShare: "everyone", mayChat: "everyone" } as const
export const SFU_KEYS = { apiKey: "test", apiSecret: "a secret of at least thirty-two bytes" } as const

export interface TestService extends RunningService {
  readonly host: string
  readonly dataFolder: string
  readonly lines: readonly LogLine[]
  /** The first line from now on that fits. */
  lineOf(fits: (line: LogLine) => boolean): Promise<LogLine>
}

/** Starts a service with the fast suite in a folder of its own; `closeService` removes both. */
export async function openService(options: Partial<ServiceOptions> = {}): Promise<TestService> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "wardroom-service-"))
  const sfu = { address: "ws://127.0.0.1:1", ...SFU_KEYS }
  const service = await startService({
    dataFolder,
    bind: "127.0.0.1",
    port: 0,
    hosts: [],
    sfu,
    suite: FAST_SUITE,
    ...options,
  })
  const lines: LogLine[] = []
  service.subscribe((line) => lines.push(line), new AbortController().signal)
  const lineOf = (fits: (line: LogLine) => boolean) =>
    new Promise<LogLine>((resolve) => {
      const found = new AbortController()
      service.subscribe((line) => {
        if (!fits(line)) return
        found.abort()
        resolve(line)
      }, found.signal)
    })
  return { ...service, host: `127.0.0.1:${service.port}`, dataFolder, lines, lineOf }
}

/** Kills a service as far as its clients and its disk can tell, and starts another one in its place. */
export async function restartService(
  service: TestService,
  callers: readonly Caller[],
  options: Partial<ServiceOptions> = {},
): Promise<TestService> {
  for (const caller of callers) caller.drop() // all in one task: nobody hears a last word
  await service.close()
  return openService({ ...options, dataFolder: service.dataFolder })
}

export async function closeService(service: TestService): Promise<void> {
  await service.close()
  rmSync(service.dataFolder, { recursive: true, force: true })
}

export interface Keys {
  readonly publicKey: Uint8Array
  readonly privateKey: CryptoKey
  readonly sign: Sign
}

export async function makeKeys(): Promise<Keys> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))
  return { publicKey: raw, privateKey, sign: signWith(privateKey) }
}

/** A client on a socket of its own, with what was pushed to it. */
export class Caller {
  readonly client: DeliveryClient
  readonly pushes: Push[] = []
  readonly ended: Promise<DeliveryError>
  readonly #socket: WebSocket
  #waiting: ((push: Push) => boolean)[] = []

  constructor(host: string, onPush: (push: Push) => void = () => {}) {
    const ended = Promise.withResolvers<DeliveryError>()
    this.ended = ended.promise
    // As in a browser: each message is a task of its own, so an answer's promise runs before the push behind it.
    this.#socket = new WebSocket(`ws://${host}/ws`, { allowSynchronousEvents: false })
    this.client = new DeliveryClient(this.#socket, {
      host,
      onPush: (push) => {
        this.pushes.push(push)
        onPush(push)
        this.#waiting = this.#waiting.filter((waiting) => !waiting(push))
      },
      onEnd: ended.resolve,
      abortSignal: new AbortController().signal,
    })
  }

  /** Breaks the connection without a word to the service. */
  drop(): void {
    this.#socket.terminate()
  }

  /** Reads nothing any more until `readAgain`; what it says goes out all the same. */
  stopReading(): void {
    this.#socket.pause()
  }

  readAgain(): void {
    this.#socket.resume()
  }

  /** The `count`th push of this type, which may have come already. */
  heard<T extends PushType>(type: T, count = 1): Promise<Push<T>> {
    let missing = count
    return this.#first((push) => (isOfType(push, type) && --missing <= 0 ? push : null))
  }

  /** What a host is told of the one who asks with this identity key, or of the first who asks. */
  heardAsker(identityKey: Uint8Array | null = null): Promise<AskerFacts> {
    const isMeant = (asker: AskerFacts) => identityKey === null || isEqual(asker.identityKey, identityKey)
    return this.#first((push) => (push.type === "asking" ? (push.askers.find(isMeant) ?? null) : null))
  }

  /** What `find` makes of the first push of which it makes something, which may have come already. */
  #first<T>(find: (push: Push) => T | null): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>()
    const take = (push: Push): boolean => {
      const found = find(push)
      if (found !== null) resolve(found)
      return found !== null
    }
    if (!this.pushes.some(take)) this.#waiting.push(take)
    return promise
  }
}

function isOfType<T extends PushType>(push: Push, type: T): push is Push<T> {
  return push.type === type
}

export interface MadeMeeting {
  readonly prepared: PreparedMeeting
  readonly hostKeys: Keys
}

/** Creates a meeting at the service. */
export async function createMeeting(service: TestService, settings: OpenedSettings = SETTINGS): Promise<MadeMeeting> {
  const hostKeys = await makeKeys()
  const prepared = await prepareMeeting({
    name: "Standup",
    settings,
    passphrase: null,
    hostKey: hostKeys.publicKey,
    hostPrivateKey: hostKeys.privateKey,
  })
  const { client } = new Caller(service.host)
  await client.hello(prepared.meeting)
  await client.create(prepared, hostKeys.sign)
  client.close()
  return { prepared, hostKeys }
}

type OpenedSettings = OpenedMeeting["record"]["settings"]
