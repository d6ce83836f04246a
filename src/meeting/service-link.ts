// The way to the delivery service for as long as a visit lasts: one socket at a time, and a new one with `resume` when
// the old one broke while we are a member.

import type { DeliveryClient, Identity } from "../delivery/delivery-client.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Push } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import type { PendingCommit } from "../mls/session-options.ts"
import type { CommitOutcome, GroupService } from "./membership.ts"

const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 4000

export interface ServiceLinkListener {
  onPush(push: Push): void
  onConnection(state: "connected" | "reconnecting"): void
  /** The log since the break has been handed in. */
  onReplayed(): void
  /** The service does not take us back. */
  onLost(error: DeliveryError): void
}

export interface ServiceLinkOptions {
  readonly clock: Clock
  /** Opens a socket to the service and says everything that comes of it. */
  readonly connect: (events: {
    readonly onPush: (push: Push) => void
    readonly onEnd: (error: DeliveryError) => void
  }) => DeliveryClient
}

export class ServiceLink implements GroupService {
  readonly #options: ServiceLinkOptions
  #client: DeliveryClient
  #member: {
    readonly groupId: Uint8Array
    readonly identity: Identity
    readonly listener: ServiceLinkListener
  } | null = null
  #early: Push[] = []
  #isClosed = false
  #end: DeliveryError | null = null
  /** The last epoch that the service called final. */
  #finalEpoch = 0n
  #retryMs = FIRST_RETRY_MS
  readonly #tokenWanted: PromiseWithResolvers<string>[] = []
  /** The last entry of a replay that is under way. */
  #replayedAt: number | null = null

  constructor(options: ServiceLinkOptions) {
    this.#options = options
    this.#client = this.#connect()
  }

  /** The present client; before membership its failures are the caller's. */
  get client(): DeliveryClient {
    return this.#client
  }

  /** Whether requests can still be answered; a socket that broke before membership is for its owner to replace. */
  get isOpen(): boolean {
    return this.#end === null
  }

  /** From now on we are a member: what was pushed and what will be goes to `listener`, and breaks are mended. */
  becomeMember(groupId: Uint8Array, identity: Identity, listener: ServiceLinkListener): void {
    this.#member = { groupId, identity, listener }
    const early = this.#early
    this.#early = []
    for (const push of early) listener.onPush(push)
    if (this.#end) this.#handleEnd(this.#end)
  }

  async submit(pending: PendingCommit, onProvisional: () => void = () => {}): Promise<CommitOutcome> {
    const client = this.#client
    const reply = await client.commit(pending.commit, (epoch) => {
      onProvisional()
      client.groupInfo(epoch, pending.groupInfo).catch(() => undefined) // missing, others supply it
    })
    if (reply.type !== "outcome") return reply.type
    if (reply.outcome === "final") this.#finalEpoch = reply.epoch
    return reply.outcome
  }

  applied(epoch: bigint, confirmationTag: Uint8Array): void {
    this.#tell((client) => client.applied(epoch, confirmationTag))
  }

  refuse(epoch: bigint, fault: string): void {
    this.#tell((client) => client.refuse(epoch, fault))
  }

  /** A token for the same room, which comes with a return on a new socket; rejects when we are not taken back. */
  renewToken(): Promise<string> {
    const token = Promise.withResolvers<string>()
    this.#tokenWanted.push(token)
    this.#client.close()
    return token.promise
  }

  close(): void {
    this.#isClosed = true
    this.#client.close()
  }

  #connect(): DeliveryClient {
    this.#end = null
    const client = this.#options.connect({
      onPush: (push) => this.#handlePush(push),
      onEnd: (error) => {
        if (client === this.#client) this.#handleEnd(error)
      },
    })
    return client
  }

  #handlePush(push: Push): void {
    if (push.type === "final") this.#finalEpoch = push.epoch
    if (!this.#member) {
      this.#early.push(push)
      return
    }
    this.#member.listener.onPush(push)
    this.#reportReplayed()
  }

  #reportReplayed(): void {
    if (this.#replayedAt === null || (this.#client.logNumber ?? 0) < this.#replayedAt) return
    this.#replayedAt = null
    this.#member?.listener.onReplayed()
  }

  // What is told without an answer is worth nothing on a broken socket: the replay brings the commit again.
  #tell(action: (client: DeliveryClient) => void): void {
    try {
      action(this.#client)
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
    }
  }

  #handleEnd(error: DeliveryError): void {
    this.#end = error
    if (!this.#member || this.#isClosed) return
    this.#member.listener.onConnection("reconnecting")
    this.#options.clock.after(this.#retryMs, () => void this.#resume())
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS)
  }

  async #resume(): Promise<void> {
    const member = this.#member
    if (!member || this.#isClosed) return
    this.#client = this.#connect()
    try {
      const { upTo, roomToken } = await this.#client.resume(
        member.groupId,
        member.identity,
        this.#finalEpoch,
        async () => {
          throw new DeliveryError("unknown-group", "the service lost the group")
        },
      )
      this.#replayedAt = upTo
      for (const { resolve } of this.#tokenWanted.splice(0)) resolve(roomToken)
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error
      if (isOfTheWay(error)) return // `onEnd` has planned the next try
      this.close()
      for (const { reject } of this.#tokenWanted.splice(0)) reject(error)
      member.listener.onLost(error)
      return
    }
    this.#retryMs = FIRST_RETRY_MS
    this.#reportReplayed()
    member.listener.onConnection("connected")
  }
}

/** Whether the connection failed, or we ended it to come back anew, and not the request. */
function isOfTheWay({ fault }: DeliveryError): boolean {
  return fault === "closed" || fault === "silent" || fault === "aborted"
}
