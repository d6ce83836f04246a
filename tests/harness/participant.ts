// One person at the delivery service: real sockets, real groups, and the smallest client that follows them.

import { isEqual } from "../../src/bytes/bytes.ts"
import type { DeliveryClient, Evidence } from "../../src/delivery/delivery-client.ts"
import type { Push, Reply } from "../../src/delivery/messages.ts"
import { MlsError, PolicyError } from "../../src/mls/errors.ts"
import { GroupSession } from "../../src/mls/group.ts"
import type { PendingCommit, SessionOptions } from "../../src/mls/session-options.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { confirmationTagOf } from "./confirmation-tag.ts"
import { Caller, type Keys, type MadeMeeting, type TestService } from "./service.ts"

/** What it does with others' commits: the right thing; follow and say nothing; nothing at all; say yes without a look. */
export type Manner = "honest" | "silent" | "deaf" | "accomplice"

/** What a person knows of its group; it outlives the socket. */
interface Standing {
  readonly session: GroupSession
  /** The last epoch that the service called final. */
  finalEpoch: bigint
  /** The commits that led to the epoch in use. */
  commits: readonly Uint8Array[]
  /** A commit of its own whose outcome it does not know. */
  pending: PendingCommit | null
  refused: { readonly commit: Uint8Array; readonly author: Uint8Array } | null
}

const MAX_COMMITS = 16

export class Participant {
  readonly identity: Keys
  readonly caller: Caller
  readonly positions: number[] = []
  readonly service: TestService
  readonly made: MadeMeeting
  manner: Manner = "honest"
  /** Whether its commits are followed by their group info. */
  uploads = true
  readonly #role: "host" | "guest"
  readonly #queued = Promise.withResolvers<void>()
  #standing: Standing | null = null
  #handling: Promise<void> = Promise.resolve()
  #isRemoved = false

  constructor(service: TestService, made: MadeMeeting, identity: Keys, role: "host" | "guest" = "guest") {
    this.service = service
    this.made = made
    this.#role = role
    this.identity = identity
    this.caller = new Caller(service.host, (push) => {
      this.#handling = this.#handling.then(() => this.#handle(push))
    })
  }

  get client(): DeliveryClient {
    return this.caller.client
  }

  get session(): GroupSession {
    return this.#stand().session
  }

  get refused(): { readonly commit: Uint8Array; readonly author: Uint8Array } {
    const { refused } = this.#stand()
    if (!refused) throw new Error("refused nothing")
    return refused
  }

  /** Everything pushed so far was handled. */
  async settled(): Promise<void> {
    await this.#handling
  }

  /** Handles nothing that is pushed until the answer is called. */
  hold(): () => void {
    const gate = Promise.withResolvers<void>()
    this.#handling = this.#handling.then(() => gate.promise)
    return gate.resolve
  }

  /** Proves the password; gives what a session is made of. */
  async prove(): Promise<{ options: SessionOptions; proven: Reply<"proven"> }> {
    const { meeting, password } = this.made.prepared
    const link = new LinkSession({ meeting, password, passphrase: null })
    const proven = await this.client.prove(await link.prove(await this.client.hello(meeting)))
    const { record, recordDigest, psk, pskId, nameKey } = await link.open(proven)
    const { hostKey, settings } = record
    const expectation = { meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
    const profile = { name: "Somebody", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.1.0" }
    const hostSign = this.#role === "host" ? this.made.hostKeys.sign : null
    const { identity } = this
    return { options: { suite: FAST_SUITE, identity, expectation, psk, nameKey, profile, hostSign }, proven }
  }

  /** Waits for its turn. */
  enter() {
    const hostSign = this.#role === "host" ? this.made.hostKeys.sign : null
    return this.client.enter(this.identity, (position) => this.#noteQueued(position), { hostSign, ticket: null })
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
    if (reply.type === "may-join") return this.#joinFrom(reply.groupInfo, { ...options, ticket })
    if (reply.type !== "may-found") throw new Error(`cannot come in: ${reply.type}`)
    const { session, groupInfo } = await GroupSession.found(options)
    this.#standing = { session, finalEpoch: 0n, commits: [], pending: null, refused: null }
    await this.client.found(groupInfo)
  }

  /** Hands in a commit of this member. */
  async commit(pending: PendingCommit) {
    this.#stand().pending = pending
    const result = await this.#submit(pending)
    this.#stand().pending = null
    if (result.type === "outcome" && result.outcome === "final") await this.#enterOwn(pending)
    else await this.session.discard()
    return result
  }

  async leave(): Promise<void> {
    const { leafKey, signature } = await this.session.signLeave()
    await this.client.leave(leafKey, signature)
    this.client.close()
  }

  /** Over a new socket, as the same person that `old` was. */
  async resume(old: Participant, evidence: () => Promise<Evidence> = () => this.evidence()) {
    this.#standing = old.#stand()
    const { session, finalEpoch } = this.#standing
    return this.client.resume(session.epochState.groupId, this.identity, finalEpoch, evidence)
  }

  /** What it shows of the epoch in use. */
  async evidence(): Promise<Evidence> {
    return { groupInfo: await this.session.exportGroupInfo(), commits: this.#stand().commits }
  }

  /** Goes to an epoch of its own making without the service; gives what it can show of it. */
  async stray(): Promise<Evidence> {
    const pending = await this.session.heal()
    await this.#enterOwn(pending)
    return this.evidence()
  }

  /** Founds the successor of a group whose commit it refused. */
  async succeed() {
    const { groupInfo } = await this.session.foundSuccessor(this.refused)
    const founded = await this.client.succeed(groupInfo)
    this.#renew()
    return founded
  }

  /** Joins the successor that somebody else founded. */
  async follow(groupId: Uint8Array): Promise<void> {
    const { groupInfo } = await this.client.follow(groupId, (position) => this.#noteQueued(position))
    const pending = await this.session.joinSuccessor({ groupInfo, refusal: this.refused })
    const result = await this.#submit(pending)
    if (result.type !== "outcome" || result.outcome !== "final") throw new Error(`cannot follow: ${result.type}`)
    this.#renew()
    await this.#enterOwn(pending)
  }

  /** Hands in a commit and, once it is provisional, its group info. */
  async #submit({ epoch, commit, groupInfo }: PendingCommit) {
    const uploads: Promise<unknown>[] = []
    const result = await this.client.commit(commit, () => {
      if (this.uploads) uploads.push(this.client.groupInfo(epoch, groupInfo).catch(ignore))
    })
    await Promise.all(uploads)
    return result
  }

  async #joinFrom(groupInfo: Uint8Array, options: SessionOptions & { ticket: Uint8Array | null }): Promise<void> {
    const pending = await GroupSession.join(groupInfo, options)
    const result = await this.#submit(pending)
    if (result.type === "stale" && result.groupInfo) return this.#joinFrom(result.groupInfo, options)
    if (result.type !== "outcome" || result.outcome !== "final") throw new Error(`cannot come in: ${result.type}`)
    this.#standing = { session: pending.session, finalEpoch: 0n, commits: [], pending: null, refused: null }
    await this.#enterOwn(pending)
  }

  async #enterOwn({ epoch, commit }: PendingCommit): Promise<void> {
    this.#remember(commit)
    await this.#finalize(epoch)
  }

  async #handle(push: Push): Promise<void> {
    if (this.#isRemoved) return
    if (push.type === "commit") await this.#handleCommit(push)
    if (push.type === "final") await this.#handleFinal(push.epoch)
    if (push.type === "restored") await this.#handleRestored(push.epoch)
  }

  async #handleCommit({ epoch, commit }: Push<"commit">): Promise<void> {
    const standing = this.#stand()
    const { session } = standing
    if (epoch <= session.epochState.epoch) return // a replay may overlap
    if (standing.pending && isEqual(commit, standing.pending.commit)) return // entered when it is final
    if (this.manner === "deaf") return undefined
    if (this.manner === "accomplice") return this.client.applied(epoch, confirmationTagOf(commit, FAST_SUITE))
    try {
      this.#isRemoved = (await session.receive(commit)).kind === "removed"
      if (this.#isRemoved) return
      this.#remember(commit)
      if (this.manner === "honest") this.client.applied(epoch, session.epochState.confirmationTag)
    } catch (error) {
      if (!(error instanceof MlsError || error instanceof PolicyError)) throw error
      if (error.author) standing.refused = { commit, author: error.author }
      this.client.refuse(epoch, error.fault)
    }
  }

  async #handleFinal(epoch: bigint): Promise<void> {
    const { pending, session, finalEpoch } = this.#stand()
    if (pending?.epoch === epoch) {
      this.#stand().pending = null
      return this.#enterOwn(pending)
    }
    if (session.epochState.epoch === epoch && epoch > finalEpoch) await this.#finalize(epoch)
  }

  async #handleRestored(epoch: bigint): Promise<void> {
    const standing = this.#stand()
    if (standing.session.epochState.epoch !== epoch + 1n) return
    standing.commits = standing.commits.slice(0, -1)
    await standing.session.restore()
  }

  async #finalize(epoch: bigint): Promise<void> {
    const standing = this.#stand()
    standing.finalEpoch = epoch
    await standing.session.finalize(epoch)
  }

  #remember(commit: Uint8Array): void {
    const standing = this.#stand()
    standing.commits = [...standing.commits, commit].slice(-MAX_COMMITS)
  }

  // The session is the successor's from now on.
  #renew(): void {
    this.#standing = { session: this.session, finalEpoch: 0n, commits: [], pending: null, refused: null }
  }

  #noteQueued(position: number): void {
    this.positions.push(position)
    this.#queued.resolve()
  }

  #stand(): Standing {
    if (!this.#standing) throw new Error("not in the group")
    return this.#standing
  }
}

function ignore(): void {}
