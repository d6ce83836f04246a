// A client's conversation with the delivery service, from the password to the members' messages.

import { type Sign, signStatement } from "../bytes/statement.ts"
import { sha256 } from "../bytes/bytes.ts"
import { type Change, changeDigest, createDigest, type KeptMeeting } from "./digests.ts"
import { Connection, type SocketLike } from "./connection.ts"
import { DeliveryError } from "./errors.ts"
import { LogPosition } from "./log-position.ts"
import { PROTOCOL_VERSION, type Push, type Reply, type ReplyType, type Request } from "./messages.ts"

export interface DeliveryOptions {
  /** The link's host with its port, as all statements name it. */
  readonly host: string
  /** What the service pushes to members, in the order of the log. */
  readonly onPush: (push: Push) => void
  /** Once; the client never reconnects by itself: make another one and `resume`. */
  readonly onEnd: (error: DeliveryError) => void
  readonly abortSignal: AbortSignal
}

/** An identity key (32 bytes) and what signs with it. */
export interface Identity {
  readonly publicKey: Uint8Array
  readonly sign: Sign
}

/** What speaks for somebody where the meeting admits nobody unasked. */
export interface Warrant {
  /** The host key's signature, where it is at hand. */
  readonly hostSign: Sign | null
  /** A host's ticket for this identity. */
  readonly ticket: Uint8Array | null
}

const NO_WARRANT: Warrant = { hostSign: null, ticket: null }

/** What a member shows of its group to a service that was restarted. */
export interface Evidence {
  /** Of the epoch in use, which may be provisional, signed by the member's own leaf. */
  readonly groupInfo: Uint8Array
  /** The last commits that led there, in their order; at most MAX_EVIDENCE_COMMITS. */
  readonly commits: readonly Uint8Array[]
}

type Challenged = { readonly meeting: string; readonly nonce: Uint8Array; readonly m1: Uint8Array | null }

/** A member's part of a group info, of which the service knows the rest. */
type MembersPart = Pick<Request<"group-info">, "externalKey" | "signer" | "signature">

/** One socket, one person. Every method throws DeliveryError; its `fault` is the service's own word or ours. */
export class DeliveryClient {
  readonly #connection: Connection
  readonly #options: DeliveryOptions
  #challenged: Challenged | null = null
  #position = new LogPosition()

  constructor(socket: SocketLike, options: DeliveryOptions) {
    this.#options = options
    this.#connection = new Connection(socket, {
      onMessage: (message) => this.#locate(message),
      onPush: options.onPush,
      onEnd: options.onEnd,
      abortSignal: options.abortSignal,
    })
  }

  /** The last log number seen; null before the group. */
  get logNumber(): number | null {
    return this.#position.last
  }

  /** The SRP challenge {salt, B, nonce}; the service answers for any meeting id. */
  async hello(meeting: string): Promise<Reply<"challenge">> {
    const reply = await this.#connection.request({ type: "hello", version: PROTOCOL_VERSION, meeting })
    const challenge = expectReply(reply, "challenge")
    this.#challenged = { meeting, nonce: challenge.nonce, m1: null }
    return challenge
  }

  /** Lays down a meeting whose id was just given to `hello`; `sign` is the host key's. */
  async create(kept: KeptMeeting, sign: Sign): Promise<void> {
    const { meeting, nonce } = this.#takeChallenge()
    const { salt, verifier, hostKey, sealedRecord } = kept
    const digest = await createDigest(kept)
    const signature = await signStatement(sign, "create", { host: this.#options.host, meeting, nonce, digest })
    const message = { type: "create", salt, verifier, hostKey, sealedRecord, signature } as const
    expectReply(await this.#connection.request(message), "done")
  }

  /** Changes the meeting whose id was just given to `hello`; `sign` is the host key's. */
  async change(change: Change, sign: Sign): Promise<void> {
    const { meeting, nonce } = this.#takeChallenge()
    const digest = await changeDigest(change)
    const signature = await signStatement(sign, "change", { host: this.#options.host, meeting, nonce, digest })
    expectReply(await this.#connection.request(changeMessage(change, signature)), "done")
  }

  /** Proves the password; a wrong one and an unknown meeting are one fault, `not-proven`. */
  async prove(proof: { readonly A: Uint8Array; readonly M1: Uint8Array }): Promise<Reply<"proven">> {
    const challenged = this.#challenged
    if (!challenged) throw new DeliveryError("out-of-order", "hello comes first")
    const { A, M1 } = proof
    const proven = expectReply(await this.#connection.request({ type: "prove", A, M1 }), "proven")
    this.#challenged = { ...challenged, m1: M1 }
    return proven
  }

  /** Asks to come in; `onQueued` hears of each place in the queue. `must-ask` wants `ask` next. */
  async enter(
    identity: Identity,
    onQueued: (position: number) => void,
    { hostSign, ticket }: Warrant = NO_WARRANT,
  ): Promise<Reply<"may-join" | "may-found" | "must-ask">> {
    const { meeting, nonce, m1 } = this.#proven()
    const statement = { host: this.#options.host, meeting, nonce, m1 }
    const session = await signStatement(identity.sign, "session", statement)
    const hostProof = hostSign && (await signStatement(hostSign, "session", statement))
    const message = { type: "enter", identityKey: identity.publicKey, session, hostProof, ticket } as const
    const reply = await this.#connection.request(message, (interim) => reportQueue(interim, onQueued))
    return expectReply(reply, "may-join", "may-found", "must-ask")
  }

  /**
   * Asks the hosts; `onAdmitted` gets the ticket, then the queue follows. A host's no is the outcome `refused`;
   * `must-ask` says that the ticket is void already, since a host has spoken meanwhile.
   */
  async ask(
    identity: Identity,
    sealedName: Uint8Array,
    listener: { readonly onAdmitted: (ticket: Uint8Array) => void; readonly onQueued: (position: number) => void },
  ): Promise<Reply<"may-join" | "refused" | "must-ask">> {
    const { meeting, nonce } = this.#proven()
    const statement = { host: this.#options.host, meeting, nonce, sealedName: await sha256(sealedName) }
    const signature = await signStatement(identity.sign, "ask", statement)
    const message = { type: "ask", identityKey: identity.publicKey, sealedName, signature } as const
    const reply = await this.#connection.request(message, (interim) => {
      if (interim.type === "admitted") listener.onAdmitted(interim.ticket)
      else reportQueue(interim, listener.onQueued)
    })
    return expectReply(reply, "may-join", "refused", "must-ask")
  }

  /** A host's yes to somebody who asks, with a ticket from the group session. */
  async admit(identityKey: Uint8Array, ticket: Uint8Array): Promise<void> {
    expectReply(await this.#connection.request({ type: "admit", identityKey, ticket }), "done")
  }

  async deny(identityKey: Uint8Array): Promise<void> {
    expectReply(await this.#connection.request({ type: "deny", identityKey }), "done")
  }

  /** Hands in the first group info of a new group. */
  async found(groupInfo: Uint8Array): Promise<Reply<"outcome">> {
    return expectReply(await this.#connection.request({ type: "found", groupInfo }), "outcome")
  }

  /** Hands in a commit; at `onProvisional` the group info of the epoch it begins should follow. */
  async commit(
    commit: Uint8Array,
    onProvisional: (epoch: bigint) => void,
  ): Promise<Reply<"outcome" | "stale" | "refused">> {
    const reply = await this.#connection.request({ type: "commit", commit }, (interim) => {
      if (interim.type === "provisional") onProvisional(interim.epoch)
    })
    return expectReply(reply, "outcome", "stale", "refused")
  }

  /** Uploads a member's part of the group info of an epoch. */
  async groupInfo(epoch: bigint, { externalKey, signer, signature }: MembersPart): Promise<void> {
    const request = { type: "group-info", epoch, externalKey, signer, signature } as const
    expectReply(await this.#connection.request(request), "done")
  }

  /** Tells that the epoch of a provisional commit was installed. */
  applied(epoch: bigint, confirmationTag: Uint8Array): void {
    this.#connection.send({ type: "applied", epoch, confirmationTag })
  }

  /** Tells that a provisional commit is refused, by which rule. */
  refuse(epoch: bigint, fault: string): void {
    this.#connection.send({ type: "refuse", epoch, fault })
  }

  /** Leaves with the identity key's signature over {group id, leaf key}. */
  async leave(leafKey: Uint8Array, signature: Uint8Array): Promise<void> {
    expectReply(await this.#connection.request({ type: "leave", leafKey, signature }), "done")
  }

  /**
   * Returns to a running group over a new socket; what the log held since `epoch`, the last one known to be final, is
   * pushed next. A service that was restarted hears `evidence`, and answers once it has settled on an epoch.
   */
  async resume(
    groupId: Uint8Array,
    identity: Identity,
    epoch: bigint,
    evidence: () => Promise<Evidence>,
  ): Promise<Reply<"resumed">> {
    const helloGroup = { type: "hello-group", version: PROTOCOL_VERSION, groupId } as const
    const { nonce } = expectReply(await this.#connection.request(helloGroup), "group-challenge")
    const statement = { host: this.#options.host, groupId, nonce }
    const signature = await signStatement(identity.sign, "resume", statement)
    const message = { type: "resume", identityKey: identity.publicKey, epoch, signature } as const
    const reply = expectReply(await this.#connection.request(message), "resumed", "lost")
    if (reply.type === "resumed") return reply
    const { groupInfo, commits } = await evidence()
    return expectReply(await this.#connection.request({ type: "recover", groupInfo, commits }), "resumed")
  }

  /** Hands in the first group info of a successor; this socket is of that group then, and its log begins anew. */
  async succeed(groupInfo: Uint8Array): Promise<Reply<"outcome">> {
    return expectReply(await this.#connection.request({ type: "succeed", groupInfo }), "outcome")
  }

  /** Asks to join the successor of this member's group; from the first answer on this socket leaves the old group. */
  async follow(groupId: Uint8Array, onQueued: (position: number) => void): Promise<Reply<"may-join">> {
    const message = { type: "follow", groupId } as const
    const reply = await this.#connection.request(message, (interim) => reportQueue(interim, onQueued))
    return expectReply(reply, "may-join")
  }

  close(): void {
    this.#connection.close()
  }

  // Another group's log begins where this socket is told to wait for it, founds it or returns to it.
  #locate(message: Reply | Push): void {
    const { type } = message
    const isFounding = type === "outcome" && message.outcome === "final" && message.epoch === 0n
    if (isFounding || type === "queued" || type === "may-join" || type === "may-found") {
      this.#position = new LogPosition()
    }
    if (type === "resumed") this.#position = new LogPosition(message.from)
    if ("log" in message) this.#position.advance(message.log)
  }

  #takeChallenge(): Challenged {
    const challenged = this.#challenged
    if (!challenged) throw new DeliveryError("out-of-order", "hello comes first")
    this.#challenged = null
    return challenged
  }

  #proven() {
    const challenged = this.#challenged
    if (!challenged?.m1) throw new DeliveryError("out-of-order", "prove comes first")
    return { ...challenged, m1: challenged.m1 }
  }
}

function changeMessage(change: Change, signature: Uint8Array) {
  switch (change.change) {
    case "settings":
      return { type: "change-settings", sealedRecord: change.sealedRecord, signature } as const
    case "rotate": {
      const { salt, verifier, hostKey, sealedRecord } = change.kept
      return {
        type: "change-rotate",
        meeting: change.meeting,
        salt,
        verifier,
        hostKey,
        sealedRecord,
        signature,
      } as const
    }
    case "delete":
      return { type: "change-delete", signature } as const
  }
}

function reportQueue(interim: Reply, onQueued: (position: number) => void): void {
  if (interim.type === "queued") onQueued(interim.position)
}

function expectReply<T extends ReplyType>(reply: Reply, ...types: readonly T[]): Reply<T> {
  if (isOneOf(reply, types)) return reply
  throw new DeliveryError("unreadable", `an answer of type "${reply.type}" does not fit`)
}

function isOneOf<T extends ReplyType>(reply: Reply, types: readonly T[]): reply is Reply<T> {
  return types.some((type) => type === reply.type)
}
