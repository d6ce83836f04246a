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
import type { Push, PushType, Reply } from "../../src/delivery/messages.ts"
import { GroupSession } from "../../src/mls/group.ts"
import type { SessionOptions } from "../../src/mls/session-options.ts"
import { MlsError, PolicyError } from "../../src/mls/errors.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import {
  LinkSession,
  type OpenedMeeting,
  prepareMeeting,
  type PreparedMeeting,
} from "../../src/password/link-session.ts"

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
  #waiting: ((push: Push) => boolean)[] = []

  constructor(host: string, onPush: (push: Push) => void = () => {}) {
    const ended = Promise.withResolvers<DeliveryError>()
    this.ended = ended.promise
    // As in a browser: each message is a task of its own, so an answer's promise runs before the push behind it.
    const socket = new WebSocket(`ws://${host}/ws`, { allowSynchronousEvents: false })
    this.client = new DeliveryClient(socket, {
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

  /** The `count`th push of this type, which may have come already. */
  heard<T extends PushType>(type: T, count = 1): Promise<Push<T>> {
    const { promise, resolve } = Promise.withResolvers<Push<T>>()
    let missing = count
    const take = (push: Push): boolean => {
      if (!isOfType(push, type) || --missing > 0) return false
      resolve(push)
      return true
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

/** One person, from the link to the group. */
export class Participant {
  readonly identity: Keys
  readonly caller: Caller
  readonly #service: TestService
  readonly #made: MadeMeeting
  readonly #isHost: "host" | "guest"
  readonly positions: number[] = []
  readonly #queued = Promise.withResolvers<void>()
  #session: GroupSession | null = null
  /** The last epoch that the service called final. */
  #finalEpoch = 0n
  #handling: Promise<void> = Promise.resolve()

  constructor(service: TestService, made: MadeMeeting, identity: Keys, role: "host" | "guest" = "guest") {
    this.#service = service
    this.#made = made
    this.#isHost = role
    this.identity = identity
    this.caller = new Caller(service.host, (push) => {
      this.#handling = this.#handling.then(() => this.#handle(push))
    })
  }

  get client(): DeliveryClient {
    return this.caller.client
  }

  get session(): GroupSession {
    if (!this.#session) throw new Error("not in the group")
    return this.#session
  }

  /** Everything pushed so far was handled. */
  async settled(): Promise<void> {
    await this.#handling
  }

  /** Proves the password; gives what a session is made of. */
  async prove(): Promise<{ options: SessionOptions; proven: Reply<"proven"> }> {
    const { meeting, password } = this.#made.prepared
    const link = new LinkSession({ meeting, password, passphrase: null })
    const proven = await this.client.prove(await link.prove(await this.client.hello(meeting)))
    const { record, recordDigest, psk, pskId, nameKey } = await link.open(proven)
    const { hostKey, settings } = record
    const expectation = { meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
    const profile = { name: "Somebody", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.1.0" }
    const hostSign = this.#isHost === "host" ? this.#made.hostKeys.sign : null
    const { identity } = this
    return { options: { suite: FAST_SUITE, identity, expectation, psk, nameKey, profile, hostSign }, proven }
  }

  /** Waits for its turn. */
  enter() {
    return this.client.enter(this.identity, (position) => {
      this.positions.push(position)
      this.#queued.resolve()
    })
  }

  /** It was told a place in the queue. */
  queued(): Promise<void> {
    return this.#queued.promise
  }

  /** From the link into the group, founding it if nobody is there. */
  async join(): Promise<void> {
    const { options } = await this.prove()
    await this.comeIn(options, await this.enter())
  }

  async comeIn(
    options: SessionOptions,
    reply: Reply<"may-join" | "may-found" | "must-ask" | "refused">,
    ticket: Uint8Array | null = null,
  ): Promise<void> {
    if (reply.type === "may-found") {
      const { session, groupInfo } = await GroupSession.found(options)
      this.#session = session
      await this.client.found(groupInfo)
      return
    }
    if (reply.type !== "may-join") throw new Error(`cannot come in: ${reply.type}`)
    const { session, commit, groupInfo, epoch } = await GroupSession.join(reply.groupInfo, { ...options, ticket })
    const uploads: Promise<void>[] = []
    const result = await this.client.commit(commit, () => uploads.push(this.client.groupInfo(epoch, groupInfo)))
    if (result.type !== "outcome" || result.outcome !== "final") throw new Error(`cannot come in: ${result.type}`)
    this.#session = session
    await this.#finalize(epoch)
    await Promise.all(uploads)
  }

  /** Hands in a commit of this member. */
  async commit({ epoch, commit, groupInfo }: Awaited<ReturnType<GroupSession["heal"]>>) {
    const uploads: Promise<void>[] = []
    const result = await this.client.commit(commit, () => uploads.push(this.client.groupInfo(epoch, groupInfo)))
    if (result.type === "outcome" && result.outcome === "final") await this.#finalize(epoch)
    else await this.session.discard()
    await Promise.all(uploads)
    return result
  }

  async leave(): Promise<void> {
    const { leafKey, signature } = await this.session.signLeave()
    await this.client.leave(leafKey, signature)
    this.client.close()
  }

  /** Over a new socket, from the epoch that the old one knew to be final. */
  async resume(old: Participant): Promise<void> {
    const { epochState } = old.session
    this.#session = old.session
    const evidence = () => Promise.reject(new Error("nothing was lost"))
    this.#finalEpoch = old.#finalEpoch
    await this.client.resume(epochState.groupId, this.identity, old.#finalEpoch, evidence)
  }

  get service(): TestService {
    return this.#service
  }

  async #handle(push: Push): Promise<void> {
    if (push.type === "commit" && push.epoch > this.session.epochState.epoch) {
      const received = await this.session.receive(push.commit).catch((error: unknown) => error)
      if (received instanceof MlsError || received instanceof PolicyError)
        this.client.refuse(push.epoch, received.fault)
      else if (received instanceof Error) throw received
      else this.client.applied(push.epoch, this.session.epochState.confirmationTag)
    }
    const isFollowed = push.type === "final" && push.epoch === this.session.epochState.epoch
    if (isFollowed && push.epoch > this.#finalEpoch) await this.#finalize(push.epoch)
    if (push.type === "restored" && this.session.epochState.epoch > push.epoch) await this.session.restore()
  }

  async #finalize(epoch: bigint): Promise<void> {
    this.#finalEpoch = epoch
    await this.session.finalize(epoch)
  }
}
