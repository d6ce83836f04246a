// The way to the delivery service for as long as a visit lasts: one socket at a time, and a new one with `resume` when
// the old one broke while we are a member.

import type { DeliveryClient, Evidence, Identity } from "../delivery/delivery-client.ts"
import { DeliveryError } from "../delivery/errors.ts"
import type { Push, Reply } from "../delivery/messages.ts"
import type { Clock } from "../media/clock.ts"
import { MlsError } from "../mls/errors.ts"
import type { PartialGroupInfo } from "../mls/partial-group-info.ts"
import type { PendingCommit } from "../mls/session-options.ts"
import { Backoff, type Random } from "./jitter.ts"

/** What became of a commit of ours. `groupInfo`: what a newcomer whose turn goes on begins again from. */
export type Submission =
  | { readonly outcome: "final" | "restored" | "refused" }
  | { readonly outcome: "stale"; readonly groupInfo: Uint8Array | null }

/** Whose membership breaks are mended for. */
export interface LinkedMember {
  readonly groupId: Uint8Array
  readonly identity: Identity
  /** The last epoch that we know to be final. */
  readonly finalEpoch: () => bigint
  /** What a service that was restarted is shown. */
  readonly evidence: () => Promise<Evidence>
}

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
  readonly random: Random
  /** Opens a socket to the service and says everything that comes of it. */
  readonly connect: (events: {
    readonly onPush: (push: Push) => void
    readonly onEnd: (error: DeliveryError) => void
  }) => DeliveryClient
}

/** A return that is not answered in this time, the service's settling after a restart included, is tried again. */
const ANSWER_MS = 5000
/** A commit of which the service says nothing for so long is asked about: several others may come first, each for 2 s. */
export const COMMIT_MS = 8000

export class ServiceLink {
  readonly #options: ServiceLinkOptions
  readonly #backoff: Backoff
  #client: DeliveryClient
  #member: { readonly who: LinkedMember; readonly listener: ServiceLinkListener } | null = null
  /** Pushes of a group whose member nobody is yet: for whoever becomes it. */
  #early: Push[] | null = []
  #isClosed = false
  #end: DeliveryError | null = null
  readonly #tokenWanted: PromiseWithResolvers<string>[] = []
  #isResuming = false
  readonly #returning: (() => void)[] = []
  /** The last entry of a replay that is under way. */
  #replayedAt: number | null = null

  constructor(options: ServiceLinkOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.random)
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
  becomeMember(who: LinkedMember, listener: ServiceLinkListener): void {
    this.#member = { who, listener }
    const early = this.#early ?? []
    this.#early = null
    for (const push of early) listener.onPush(push)
    if (this.#end) this.#handleEnd(this.#end)
  }

  /** A member's that the service says nothing of fails as by a break, and the replay after it tells. */
  async submit(pending: PendingCommit, onProvisional: () => void = () => {}): Promise<Submission> {
    const client = this.#client
    let cancel = this.#expectWord(client)
    const sent = client.commit(pending.commit, (epoch) => {
      cancel()
      cancel = this.#expectWord(client)
      onProvisional()
      client.groupInfo(epoch, pending.groupInfo).catch(() => undefined) // missing, others supply it
    })
    const reply = await sent.finally(() => cancel())
    if (reply.type === "outcome") return { outcome: reply.outcome }
    return reply.type === "stale" ? { outcome: "stale", groupInfo: reply.groupInfo } : { outcome: "refused" }
  }

  applied(epoch: bigint, confirmationTag: Uint8Array): void {
    this.#tell((client) => client.applied(epoch, confirmationTag))
  }

  refuse(epoch: bigint, fault: string): void {
    this.#tell((client) => client.refuse(epoch, fault))
  }

  /** Uploads the group info that the service lacks. */
  supply(epoch: bigint, groupInfo: PartialGroupInfo): void {
    this.#client.groupInfo(epoch, groupInfo).catch(() => undefined) // if it does not arrive, another member is asked
  }

  /** Founds the successor of our group; from the answer on pushes are the new group's, for whoever becomes its member. */
  async succeed(groupInfo: Uint8Array): Promise<void> {
    const client = this.#client
    await client.succeed(groupInfo)
    this.#awaitMember(client)
  }

  /** Waits for the turn to join the successor of our group; pushes are then kept as by `succeed`. */
  async follow(groupId: Uint8Array): Promise<Reply<"may-join">> {
    const client = this.#client
    const turn = await client.follow(groupId, () => undefined)
    this.#awaitMember(client)
    return turn
  }

  /** Resolves when the service knows this socket as a member's, at once if it does; never after the end. */
  async returned(): Promise<void> {
    if (this.#end || this.#isResuming) await new Promise<void>((resolve) => this.#returning.push(resolve))
  }

  /** Asks the service on a new socket what we missed; `onReplayed` tells when all of it was handed in. */
  resynchronise(): void {
    if (!this.#member || this.#isClosed || this.#end) return // coming back already
    this.#client.close()
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
    const error = new DeliveryError("aborted", "we ended the connection")
    for (const { reject } of this.#tokenWanted.splice(0)) reject(error)
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

  #expectWord(client: DeliveryClient): () => void {
    return this.#options.clock.after(COMMIT_MS, () => {
      if (client === this.#client) this.resynchronise()
    })
  }

  #awaitMember(client: DeliveryClient): void {
    if (client === this.#client && !this.#end) this.#early = []
  }

  #handlePush(push: Push): void {
    if (!this.#member || this.#early) {
      this.#early?.push(push)
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
    this.#replayedAt = null
    if (!this.#member || this.#isClosed) return
    this.#early = null // on its way to another group: back to the one that we are a member of
    this.#member.listener.onConnection("reconnecting")
    const delayMs = error.fault === "aborted" ? 0 : this.#backoff.nextMs() // our own wish need not wait
    this.#options.clock.after(delayMs, () => void this.#resume())
  }

  async #resume(): Promise<void> {
    if (!this.#member || this.#isClosed) return
    const { who, listener } = this.#member
    this.#client = this.#connect()
    this.#isResuming = true
    const client = this.#client
    const cancel = this.#options.clock.after(ANSWER_MS, () => client.close())
    try {
      const { upTo, roomToken } = await client.resume(who.groupId, who.identity, who.finalEpoch(), who.evidence)
      this.#replayedAt = upTo
      for (const { resolve } of this.#tokenWanted.splice(0)) resolve(roomToken)
    } catch (error) {
      const refusal = refusalOf(error)
      if (isOfTheWay(refusal)) return // `onEnd` has planned the next try
      this.#isClosed = true
      this.#client.close()
      for (const { reject } of this.#tokenWanted.splice(0)) reject(refusal)
      listener.onLost(refusal)
      return
    } finally {
      cancel()
    }
    this.#isResuming = false
    for (const resolve of this.#returning.splice(0)) resolve()
    this.#backoff.reset()
    this.#reportReplayed()
    listener.onConnection("connected")
  }
}

/** Why the service did not take us back; a group that we have no evidence of is not ours any more. */
function refusalOf(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error
  if (error instanceof MlsError) return new DeliveryError("forked", "there is no epoch to show", { cause: error })
  throw error
}

const OF_THE_WAY: readonly string[] = ["closed", "silent", "aborted", "gap", "unreadable", "shutting-down"]

/** Whether the connection failed, or we ended it to come back anew, and not the request. */
export function isOfTheWay({ fault }: DeliveryError): boolean {
  return OF_THE_WAY.includes(fault)
}
